import { itemsOf } from './rows.js';

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 15000;
// Rows that wait while a page catches up; beyond it asks again instead.
const MAX_BUFFER = 500;

// A sink has state(word, seconds), reset() and changed(): what does not come as rows may be another now, because the node
// says so or because nobody could have said so for a while. One that takes rows also has rows(items), advance(position)
// and position.

// One connection for all pages of this browser that ask for the same: the page that holds the lock owns it and tells the
// others. Where the browser has no locks (an address that is not secure) each page has its own.
export function join(query, sink) {
  if (!navigator.locks || !window.BroadcastChannel) {
    const source = new Source(query, sink);
    return { close: () => source.close(), wake: () => source.wake() };
  }
  const member = new Member(query, sink);
  member.join();
  return member;
}

class Member {
  constructor(query, sink) {
    this.query = query;
    this.sink = sink;
    this.name = `signalbox-events?${query}`;
    this.channel = new BroadcastChannel(this.name);
    this.abort = new AbortController();
    this.lastState = ['connecting', 0];
  }

  async join() {
    try {
      const led = await navigator.locks.request(this.name, { ifAvailable: true }, lock => (lock ? this.lead() : false));
      if (led === false && !this.closed) {
        this.follow();
      }
    } catch {
      // Some browsers have locks and refuse them, by their settings: then each page stands for itself.
      this.lead();
    }
  }

  // Resolves, and so gives the lock to the next page, when this page is done.
  lead() {
    if (this.closed) {
      return undefined;
    }
    this.buffer = null;
    this.channel.onmessage = ({ data }) => data.hello && this.channel.postMessage({ state: this.lastState });
    this.source = new Source(this.query, {
      get position() { return this.owner.sink.position; },
      owner: this,
      rows: items => this.tell({ rows: items }),
      reset: () => this.tell({ reset: true }),
      changed: () => this.tell({ changed: true }),
      state: (...state) => this.tell({ state }),
    });
    return new Promise(resolve => { this.release = resolve; });
  }

  tell(message) {
    this.lastState = message.state ?? this.lastState;
    this.channel.postMessage(message);
    this.take(message);
  }

  // Between what this page was rendered with and the first message it is told there is a gap.
  follow() {
    this.channel.onmessage = ({ data }) => this.take(data);
    this.channel.postMessage({ hello: true });
    this.sink.changed();
    if (this.sink.position !== undefined) {
      this.buffer = [];
      this.catchUp(FIRST_DELAY_MS);
    }
    navigator.locks.request(this.name, { signal: this.abort.signal }, () => this.lead()).catch(() => {});
  }

  take(message) {
    if (message.state) {
      this.lastState = message.state;
      this.sink.state(...message.state);
    } else if (message.reset) {
      this.sink.reset();
    } else if (message.changed) {
      this.sink.changed();
    } else if (message.rows && this.buffer) {
      this.buffer.push(...message.rows);
      this.missed = this.buffer.length > MAX_BUFFER;
      this.buffer = this.missed ? [] : this.buffer;
    } else if (message.rows) {
      this.sink.rows(message.rows);
    }
  }

  async catchUp(delay) {
    try {
      while (this.buffer && !this.closed) {
        this.missed = false;
        const complete = await this.fetchRows();
        if (complete && !this.missed && this.buffer) {
          const rows = this.buffer;
          this.buffer = null;
          this.sink.rows(rows);
        }
      }
    } catch {
      setTimeout(() => this.catchUp(Math.min(delay * 2, MAX_DELAY_MS)), delay);
    }
  }

  async fetchRows() {
    const answer = await fetch(address('/events/rows', this.query, this.sink.position), { signal: this.abort.signal });
    if (!answer.ok) {
      throw new Error(`rows: ${answer.status}`);
    }
    this.sink.rows(itemsOf(await answer.text()));
    this.sink.advance(answer.headers.get('Signalbox-Position'));
    return answer.headers.get('Signalbox-Complete') !== 'false';
  }

  wake() {
    this.source?.wake();
  }

  close() {
    this.closed = true;
    this.abort.abort();
    this.source?.close();
    this.channel.close();
    this.release?.();
  }
}

// An EventSource that never gives up. The browser's own one ends for ever at an answer that is not 200, which is what a
// proxy in front of a node that restarts gives.
class Source {
  constructor(query, sink) {
    this.query = query;
    this.sink = sink;
    this.delay = FIRST_DELAY_MS;
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    this.events = new EventSource(address('/.sse', this.query, this.sink.position));
    this.events.onopen = () => {
      this.delay = FIRST_DELAY_MS;
      this.sink.state('live', 0);
      this.sink.changed();
    };
    this.events.onmessage = message => this.sink.rows([{ id: message.lastEventId, html: message.data }]);
    this.events.addEventListener('reset', () => this.sink.reset());
    this.events.addEventListener('check-in', () => this.sink.changed());
    this.events.onerror = () => this.retry();
  }

  retry() {
    this.events.close();
    const seconds = Math.ceil((this.delay + Math.random() * 500) / 1000);
    this.delay = Math.min(this.delay * 2, MAX_DELAY_MS);
    this.countDown(seconds);
  }

  countDown(seconds) {
    this.sink.state('lost', seconds);
    this.timer = setTimeout(() => (seconds > 1 ? this.countDown(seconds - 1) : this.connect()), 1000);
  }

  // The machine woke up or the network came back: waiting on is pointless.
  wake() {
    if (this.events.readyState === EventSource.CLOSED) {
      this.connect();
    }
  }

  close() {
    clearTimeout(this.timer);
    this.events.close();
  }
}

function address(path, query, position) {
  const from = position === undefined ? '' : `from=${position}`;
  return `${path}?${[from, query].filter(Boolean).join('&')}`;
}

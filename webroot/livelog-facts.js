import { join } from './stream.js';
import { dress } from './times.js';
import { counted, inBytes, inNumber } from './livelog-words.js';

// However many logs begin and end, the head of the page is asked for at most this often.
const PAUSE_MS = 1000;

// The head of the page: what the log is. It is rendered by the node, again whenever the node says that a log began or
// ended; only its size is kept here in between.
export class Facts {
  constructor(root, source, learn) {
    this.head = root.querySelector('#facts');
    this.source = source;
    this.learn = learn;
    this.read();
    this.head.addEventListener('toggle', () => this.stale && this.refresh(), true);
    document.addEventListener('visibilitychange', () => this.stale && this.refresh());
    this.stream = join('kind=livelog', {
      state: () => {},
      reset: () => {},
      changed: () => this.refresh(),
      rows: () => this.refresh(),
    });
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.stream.close();
  }

  read() {
    const { state, bytes } = this.head.querySelector('#log-state').dataset;
    this.state = state;
    this.bytes = Number(bytes);
    document.title = document.title.replace(/^(\S+ #\d+) \w+/, `$1 ${state}`);
  }

  refresh() {
    this.stale = true;
    this.timer ??= setTimeout(() => this.ask(), this.asked ? PAUSE_MS : 0);
  }

  // Not under a panel that somebody has open, and not while nobody looks.
  async ask() {
    this.timer = undefined;
    if (this.closed || document.hidden || this.head.querySelector('details[open]')) {
      return;
    }
    this.stale = false;
    this.asked = true;
    try {
      const html = await this.source.facts();
      const focused = this.head.contains(document.activeElement) ? document.activeElement.id : '';
      this.head.innerHTML = html;
      this.read();
      dress(this.head);
      this.shown = undefined;
      if (focused) {
        document.getElementById(focused)?.focus();
      }
      this.learn(this.state, this.bytes);
    } catch {
      // A log that is gone says so where its text is; a node that is gone says when it is back.
    }
  }

  show(bytes, lines) {
    const said = `${bytes} ${lines}`;
    if (said === this.shown) {
      return;
    }
    this.shown = said;
    const size = this.head.querySelector('#log-size');
    size.textContent = inBytes(bytes);
    size.title = counted(bytes, 'byte');
    this.head.querySelector('#log-lines').textContent = lines ? ` · ${inNumber(lines)} lines` : '';
  }
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 15000;
// Whether a connection that says nothing is alive is looked at now and then: one that broke without a word looks the same.
const CHECK_MS = 15000;
// Nobody reads what is this far behind the end; the newest is worth more.
const FAR_BEHIND = 16 * 1024 * 1024;

// Follows a log from an offset, over as many connections as it takes, and gives on each byte once. A sink has
// bytes(chunk), state(word, seconds), ended(state), behind() and gone(error).
export class Feed {
  constructor(source, position, sink) {
    this.source = source;
    this.position = position;
    this.sink = sink;
    this.abort = new AbortController();
    this.delay = FIRST_DELAY_MS;
    this.checks = setInterval(() => this.check(), CHECK_MS);
    this.run();
  }

  close() {
    this.closed = true;
    clearInterval(this.checks);
    clearInterval(this.countdown);
    this.abort.abort();
    this.connection?.abort();
    this.resume?.();
  }

  // The machine woke up or the network came back: waiting on is pointless.
  wake() {
    this.resume?.();
    this.check();
  }

  async run() {
    while (!this.closed) {
      await this.read();
      let head = await this.ask();
      if (!this.settled(head)) {
        // Asked again after the wait: where a producer broke off, the node may only now have noticed.
        do {
          await this.wait();
          head = await this.ask();
        } while (!head && !this.closed);
        this.settled(head);
      }
    }
  }

  // Whether there is nothing more to come.
  settled(head) {
    if (head && !this.closed && head.length < this.position) {
      // A node that died may have lost the last bytes of what it never acknowledged.
      this.end(() => this.sink.behind());
    } else if (head && !this.closed && head.state !== 'live' && this.position >= head.length) {
      this.end(() => this.sink.ended(head.state));
    }
    return this.closed;
  }

  end(say) {
    this.close();
    say();
  }

  // Until the answer ends, well or not: which of both it was, the node is asked afterwards.
  async read() {
    this.connection = new AbortController();
    try {
      const reader = await this.source.live(this.position, this.connection.signal);
      if (!this.closed) {
        this.sink.state('live', 0);
      }
      for (let part = await reader?.read(); part && !part.done && !this.closed; part = await reader.read()) {
        this.position += part.value.length;
        this.delay = FIRST_DELAY_MS;
        this.quiet = false;
        this.sink.bytes(part.value);
      }
    } catch (error) {
      this.failed(error);
    }
  }

  async ask() {
    try {
      return await this.source.head(this.abort.signal);
    } catch (error) {
      this.failed(error);
      return null;
    }
  }

  failed(error) {
    if (!this.closed && (error.status === 404 || error.status === 200)) {
      this.end(() => this.sink.gone(error));
    }
  }

  async wait() {
    const delay = this.delay * (1 + Math.random() / 4);
    let left = Math.ceil(delay / 1000);
    this.delay = Math.min(this.delay * 2, MAX_DELAY_MS);
    this.sink.state('lost', left);
    this.countdown = setInterval(() => left > 1 && this.sink.state('lost', --left), 1000);
    await new Promise(resolve => {
      this.resume = resolve;
      setTimeout(resolve, delay);
    });
    clearInterval(this.countdown);
    this.resume = null;
  }

  // Twice in a row behind and not a byte in between: the connection is dead, whatever it says.
  async check() {
    if (this.closed || this.resume) {
      return;
    }
    const head = await this.ask();
    if (!head || this.closed) {
      return;
    }
    if (head.length - this.position > FAR_BEHIND) {
      this.end(() => this.sink.behind());
    } else if (head.length > this.position && this.quiet) {
      this.connection.abort();
    }
    this.quiet = head.length > this.position;
  }
}

// What came while the reader was elsewhere is counted this often, while somebody looks.
const COUNT_MS = 2000;
// A page that nobody looks at gives its connection back: a browser has few for one node.
const HIDDEN_MS = 5000;

// Whether the reader is at the end of a live log. While it is, what comes is shown; else it is only counted, so that
// nothing moves under the reader's eyes.
export class Follow {
  constructor(reading, view, source, changed) {
    this.reading = reading;
    this.view = view;
    this.source = source;
    this.changed = changed;
    this.on = false;
    this.waiting = 0;
    this.left = reading.length;
    this.listeners = new AbortController();
    const options = { signal: this.listeners.signal };
    document.addEventListener('visibilitychange', () => this.seen(), options);
    document.addEventListener('selectionchange', () => this.selected(), options);
    window.addEventListener('online', () => reading.tail?.wake(), options);
    view.log.addEventListener('wheel', event => event.deltaY < 0 && this.leave(), { ...options, passive: true });
    // A tab may be opened behind others.
    this.seen();
    this.counting = setInterval(() => this.count(), COUNT_MS);
  }

  close() {
    this.listeners.abort();
    clearInterval(this.counting);
    clearTimeout(this.hiding);
  }

  // At the end of a log that was just opened.
  begin() {
    this.start();
    this.reading.openEnd();
  }

  // From wherever the reader is.
  resume() {
    this.start();
    this.reading.resume();
  }

  // The reader has scrolled to the end of what is there. It is the end of the log, or was when the reader left it.
  arrive() {
    const { live, length } = this.reading;
    if (!this.on && live && this.view.through >= Math.min(length, this.left)) {
      this.resume();
    }
  }

  start() {
    this.on = true;
    this.waiting = 0;
    this.changed();
  }

  leave() {
    if (this.on) {
      this.on = false;
      this.reading.detach();
      this.left = this.reading.length;
      this.changed();
    }
  }

  // The log ended, or is gone.
  stop() {
    this.on = false;
    this.waiting = 0;
  }

  toggle() {
    if (this.on) {
      this.leave();
    } else if (this.reading.live) {
      this.resume();
    }
  }

  async count() {
    if (!this.reading.live || this.on || document.hidden) {
      return;
    }
    try {
      const { line, offset, lines, length } = await this.source.locate({ offset: this.left });
      this.reading.length = Math.max(this.reading.length, length);
      this.reading.lineCount = lines;
      if (!this.on) {
        // The line that had begun by then is a new one when more of it came.
        this.waiting = length > this.left ? Math.max(1, lines - line + (offset === this.left ? 1 : 0)) : 0;
        this.changed();
      }
    } catch {
      // It is asked again soon.
    }
  }

  // Text that somebody selects stays where it is.
  selected() {
    const selection = getSelection();
    if (this.on && !selection.isCollapsed && this.view.log.contains(selection.anchorNode)) {
      this.leave();
    }
  }

  seen() {
    clearTimeout(this.hiding);
    if (document.hidden) {
      this.hiding = setTimeout(() => this.rest(), HIDDEN_MS);
    } else if (this.resting && this.on) {
      this.reading.resume();
    } else {
      this.reading.tail?.wake();
    }
    this.resting = false;
  }

  rest() {
    this.resting = this.on;
    this.reading.detach();
  }
}

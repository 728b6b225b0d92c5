import { State } from './state.js';
import { join } from './stream.js';

// After an answer that was none.
const RETRY_MS = 5000;

// Keeps the strips live: asks for all of them once whenever the node says that one changed, and when the clock has moved
// a bar on, which the page knows beforehand. Not while nobody looks or answers, and not under a selection.
export class LiveMonitors {
  constructor() {
    this.state_ = new State();
    this.listeners = new AbortController();
    const options = { signal: this.listeners.signal };
    window.addEventListener('online', () => this.stream.wake(), options);
    document.addEventListener('visibilitychange', () => this.seen(), options);
    document.addEventListener('selectionchange', () => this.refresh(), options);
    this.state_.show();
    this.plan();
    this.stream = join('rows=0&monitors=1', this);
  }

  // --- what the stream says ---

  changed() {
    this.stale = true;
    this.refresh();
  }

  reset() {
    this.changed();
  }

  state(word, seconds) {
    this.state_.connection(word, seconds);
    this.state_.show();
  }

  // --- what the reader does ---

  seen() {
    if (!document.hidden) {
      this.stream.wake();
      this.refresh();
    }
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.listeners.abort();
    this.stream.close();
  }

  // --- between the two ---

  // One question at a time; what changes while it is under way is worth another.
  async refresh() {
    if (!this.stale || this.asking || this.closed || this.holding()) {
      return;
    }
    this.stale = false;
    this.asking = true;
    const answered = await this.ask();
    this.asking = false;
    if (answered) {
      this.plan();
      this.refresh();
    } else {
      this.changeAfter(RETRY_MS);
    }
  }

  async ask() {
    const before = monitors();
    try {
      await window.htmx.ajax('GET', location.pathname, { target: before, select: '#monitors', swap: 'outerHTML' });
    } catch {
      return false;
    }
    return monitors() !== before;
  }

  holding() {
    const selection = getSelection();
    const selecting = !selection.isCollapsed && monitors()?.contains(selection.anchorNode);
    return document.hidden || this.state_.word === 'lost' || selecting;
  }

  plan() {
    this.changeAfter(Number(monitors()?.dataset.staleAfter) * 1000);
  }

  changeAfter(millis) {
    clearTimeout(this.timer);
    if (millis && !this.closed) {
      this.timer = setTimeout(() => this.changed(), millis);
    }
  }
}

function monitors() {
  return document.getElementById('monitors');
}

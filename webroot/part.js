import { State } from './state.js';
import { join } from './stream.js';

// After an answer that was none.
const RETRY_MS = 5000;
// Between two questions, however much happens.
const PAUSE_MS = 1000;

// Keeps a part of a page live that the node renders: asks for it once whenever the node says that it changed, and when time
// alone has changed it, which the page knows beforehand (data-stale-after, in seconds). Not while nobody looks or answers,
// and not under a selection or an open panel.
export class LivePart {
  constructor(id, query) {
    this.id = id;
    this.state_ = new State();
    this.listeners = new AbortController();
    const options = { signal: this.listeners.signal };
    window.addEventListener('online', () => this.stream.wake(), options);
    document.addEventListener('visibilitychange', () => this.seen(), options);
    document.addEventListener('selectionchange', () => this.refresh(), options);
    document.addEventListener('toggle', () => this.refresh(), { ...options, capture: true });
    document.addEventListener('htmx:beforeSwap', event => this.beforeSwap(event), options);
    this.state_.show();
    this.plan();
    this.stream = join(query, this);
  }

  // --- what the stream says ---

  changed() {
    this.stale = true;
    this.refresh();
  }

  // A row is of an event that says the same.
  rows() {
    this.changed();
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
    if (!this.stale || this.asking || this.resting || this.closed || this.holding()) {
      return;
    }
    this.stale = false;
    this.asking = true;
    const answered = await this.ask();
    this.asking = false;
    this.resting = true;
    setTimeout(() => this.rested(), PAUSE_MS);
    if (answered) {
      this.plan();
    } else {
      this.changeAfter(RETRY_MS);
    }
  }

  rested() {
    this.resting = false;
    this.refresh();
  }

  // A panel may have been opened while the answer was on its way.
  beforeSwap(event) {
    if (event.detail.target === this.part() && this.holding()) {
      event.detail.shouldSwap = false;
    }
  }

  async ask() {
    const before = this.part();
    try {
      await window.htmx.ajax('GET', location.pathname + location.search, {
        target: before, select: `#${this.id}`, swap: 'outerHTML',
      });
    } catch {
      return false;
    }
    return this.part() !== before;
  }

  holding() {
    const selection = getSelection();
    const selecting = !selection.isCollapsed && this.part()?.contains(selection.anchorNode);
    return document.hidden || this.state_.word === 'lost' || selecting || this.part()?.querySelector('.clear[open]');
  }

  plan() {
    this.changeAfter(Number(this.part()?.dataset.staleAfter) * 1000);
  }

  changeAfter(millis) {
    clearTimeout(this.timer);
    if (millis && !this.closed) {
      this.timer = setTimeout(() => this.changed(), millis);
    }
  }

  part() {
    return document.getElementById(this.id);
  }
}

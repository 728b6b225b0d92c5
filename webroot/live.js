import { Rows } from './rows.js';
import { State } from './state.js';
import { join } from './stream.js';

// Rows that wait for the reader; beyond, only their number is kept and the page is loaded again instead.
const MAX_WAITING = 500;
// Rows that are inserted in one go while the browser is not painting.
const MAX_PENDING = 200;
const TOP_PIXELS = 8;

// Keeps the list live. Rows enter at the top only when that moves nothing under the reader's eyes.
export class Live {
  constructor(events) {
    this.events = events;
    this.rows_ = new Rows(events);
    this.position = BigInt(events.dataset.pos);
    this.waiting = [];
    this.waitingCount = 0;
    this.pending = [];
    this.paused = false;
    this.state_ = new State();
    this.listeners = new AbortController();
    this.bind();
    this.show();
    this.stream = join(events.dataset.query, this);
  }

  bind() {
    const options = { signal: this.listeners.signal };
    const pause = this.events.querySelector('#pause');
    pause.hidden = false;
    pause.addEventListener('click', () => this.togglePause(), options);
    this.events.querySelector('#fresh').addEventListener('click', () => this.toTop(), options);
    window.addEventListener('scroll', () => this.release(), { ...options, passive: true });
    document.addEventListener('selectionchange', () => this.release(), options);
    window.addEventListener('online', () => this.stream.wake(), options);
    document.addEventListener('visibilitychange', () => document.hidden || this.stream.wake(), options);
  }

  // --- what the stream says ---

  rows(items) {
    const fresh = items.filter(item => this.advance(item.id));
    if (fresh.length === 0) {
      return;
    }
    if (this.holding() || this.waitingCount > 0) {
      this.wait(fresh);
    } else {
      this.pending.push(...fresh);
      this.schedule();
    }
  }

  // Ids exceed what a number holds exactly. False for one that was here already.
  advance(id) {
    const position = BigInt(id);
    if (position <= this.position) {
      return false;
    }
    this.position = position;
    return true;
  }

  reset() {
    this.pending = [];
    this.waiting = [];
    this.waitingCount = 0;
    this.rows_.clear();
    this.show();
    // The node knows what an empty page says, and the bars are of events that are gone.
    window.htmx?.ajax('GET', location.href, { target: '#events', select: '#events', swap: 'outerHTML' });
  }

  // Rows say all there is to say.
  changed() {}

  state(word, seconds) {
    this.state_.connection(word, seconds);
    this.show();
  }

  // --- what the reader does ---

  togglePause() {
    this.paused = !this.paused;
    this.release();
    this.show();
  }

  toTop() {
    getSelection().removeAllRanges();
    window.scrollTo({ top: 0 });
    this.release();
  }

  olderCame() {
    this.rows_.separateDays();
  }

  close() {
    this.listeners.abort();
    this.stream.close();
  }

  // --- between the two ---

  holding() {
    const selection = getSelection();
    const selecting = !selection.isCollapsed && this.rows_.list.contains(selection.anchorNode);
    return this.paused || window.scrollY > TOP_PIXELS || selecting;
  }

  wait(items) {
    this.waitingCount += items.length;
    if (this.waitingCount <= MAX_WAITING) {
      this.waiting.push(...items);
    } else {
      this.waiting = [];
    }
    this.show();
  }

  release() {
    if (this.waitingCount === 0 || this.holding()) {
      return;
    }
    if (this.waitingCount > MAX_WAITING) {
      location.reload();
      return;
    }
    const items = this.waiting;
    this.waiting = [];
    this.waitingCount = 0;
    this.rows_.insert(items);
    this.show();
  }

  // One layout a frame, however many rows arrive in it; a hidden page has no frames.
  schedule() {
    if (this.pending.length > MAX_PENDING || document.hidden) {
      this.flush();
    } else {
      this.scheduled ??= requestAnimationFrame(() => this.flush());
    }
  }

  flush() {
    cancelAnimationFrame(this.scheduled);
    this.scheduled = undefined;
    const items = this.pending;
    this.pending = [];
    if (this.holding()) {
      this.wait(items);
    } else {
      this.rows_.insert(items);
    }
  }

  // --- what the page says ---

  show() {
    this.state_.show(this.paused, this.waitingCount);
    const pause = this.events.querySelector('#pause');
    pause.textContent = this.paused ? 'Resume' : 'Pause';
    pause.setAttribute('aria-pressed', this.paused);
    const fresh = this.events.querySelector('#fresh');
    fresh.hidden = this.paused || this.waitingCount === 0;
    fresh.textContent = `${this.waitingCount} new ↑`;
  }
}

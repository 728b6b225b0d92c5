import { keepWrap, linesOfAddress, nameLines, wantsWrap } from './livelog-address.js';
import { Source } from './livelog-bytes.js';
import { Facts } from './livelog-facts.js';
import { Find } from './livelog-find.js';
import { Follow } from './livelog-follow.js';
import { fillWhole } from './livelog-line.js';
import { Overview } from './livelog-overview.js';
import { Reading } from './livelog-reading.js';
import { LogWindow } from './livelog-window.js';
import { counted, inNumber } from './livelog-words.js';
import { State } from './state.js';

// Screens of text that are kept beyond both ends of what is seen.
const AHEAD = 2;
const KEY_LINES = 3;

// The page of one log: what its buttons, fields, keys and address do, and what it says.
export class LiveLog {
  constructor(root) {
    this.root = root;
    this.source = new Source(root);
    this.facts = new Facts(root, this.source, (state, bytes) => this.learn(state, bytes));
    this.log = root.querySelector('#log');
    // Bytes that came packed are not shown here.
    if (this.log) {
      this.open();
    }
  }

  open() {
    this.marked = [0, 0];
    this.connection = new State();
    this.listeners = new AbortController();
    this.view = new LogWindow(this.log, this.root.querySelector('#lines'));
    this.view.decorate = (line, n) => this.decorate(line, n);
    this.reading = new Reading(this.source, this.view, this, this.facts.bytes, this.facts.state === 'live');
    this.follow = new Follow(this.reading, this.view, this.source, () => this.show());
    this.overview = new Overview(this.root.querySelector('#overview'), share => this.toShare(share));
    this.find = new Find(this.root, this.source, this);
    this.keys = {
      j: () => this.scroll(KEY_LINES),
      k: () => this.scroll(-KEY_LINES),
      g: () => this.toTop(),
      G: () => this.toEnd(),
      f: () => this.follow.toggle(),
      p: () => this.follow.toggle(),
      w: () => this.toggleWrap(),
      n: () => this.find.step(1),
      N: () => this.find.step(-1),
      '/': () => this.find.focus(),
      ':': () => this.field().select(),
    };
    this.bind();
    this.begin();
  }

  close() {
    this.facts.close();
    this.listeners?.abort();
    this.resizes?.disconnect();
    this.find?.close();
    this.follow?.close();
    this.reading?.close();
  }

  bind() {
    const options = { signal: this.listeners.signal };
    const on = (selector, type, act) => this.root.querySelector(selector).addEventListener(type, act, options);
    const instead = act => event => {
      event.preventDefault();
      act();
    };
    on('#follow', 'click', () => this.follow.toggle());
    on('#wrap', 'click', () => this.toggleWrap());
    on('#fresh', 'click', () => this.toEnd());
    on('#top', 'click', instead(() => this.toTop()));
    on('#end', 'click', instead(() => this.toEnd()));
    on('#goto', 'submit', instead(() => this.toField(this.field().value)));
    on('#lines', 'click', event => this.clicked(event));
    this.log.addEventListener('scroll', () => this.scrolled(), { ...options, passive: true });
    window.addEventListener('hashchange', () => this.toAddress(), options);
    this.resizes = new ResizeObserver(() => this.follow.on && this.view.toEnd());
    this.resizes.observe(this.log);
  }

  // --- where the reader goes ---

  // What the node rendered stays until there is something else to show.
  begin() {
    this.wrap(wantsWrap());
    this.root.querySelector('#wrap').hidden = false;
    this.root.querySelectorAll('.edge').forEach(edge => edge.remove());
    this.log.classList.remove('at-end');
    const { line, at } = this.root.dataset;
    if (linesOfAddress()[0] > 0) {
      this.view.reset(0);
      this.toAddress();
    } else if (Number(line) > 0) {
      this.toLine(Number(line));
    } else if (Number(at) >= 0) {
      this.reading.openOffset(Number(at));
    } else if (this.reading.live) {
      this.view.toEnd();
      this.follow.begin();
    } else {
      this.reading.openLine(1);
    }
    this.find.typed();
    this.show();
    this.log.focus({ preventScroll: true });
  }

  toTop() {
    this.follow.leave();
    this.reading.openLine(1);
  }

  toEnd() {
    getSelection().removeAllRanges();
    if (this.reading.live) {
      this.follow.resume();
    } else if (this.view.through < this.reading.length || this.reading.opening) {
      this.reading.openEnd();
    } else {
      this.view.toEnd();
    }
  }

  toShare(share) {
    this.follow.leave();
    this.reading.openOffset(Math.round(share * this.reading.length));
  }

  // A number of a line, or a share of the log, such as 50%.
  toField(text) {
    const share = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text);
    const line = Number(text.replace(/[\s,]/g, ''));
    if (share) {
      this.toShare(Math.min(100, Number(share[1])) / 100);
    } else if (Number.isInteger(line) && line > 0) {
      nameLines(line, line);
      this.toAddress();
      this.log.focus({ preventScroll: true });
    } else {
      this.field().select();
    }
  }

  toAddress() {
    this.marked = linesOfAddress();
    this.view.redecorate();
    if (this.marked[0] > 0) {
      this.toLine(this.marked[0]);
    }
  }

  // Shows a line; its offset spares the question for it.
  async toLine(n, offset) {
    this.follow.leave();
    const here = this.view.line(n);
    if (here && !this.reading.opening) {
      this.view.reveal(here, offset === undefined);
    } else if (offset === undefined) {
      await this.reading.openLine(n);
    } else {
      await this.reading.openHit(n, offset);
    }
  }

  scroll(lines) {
    if (lines < 0) {
      this.follow.leave();
    }
    this.log.scrollTop += lines * this.view.lineHeight();
  }

  scrolled() {
    if (this.reading.opening) {
      return;
    }
    const atEnd = this.view.atEnd();
    if (this.follow.on && !atEnd) {
      this.follow.leave();
    } else if (atEnd) {
      this.follow.arrive();
    }
    this.fill();
  }

  // Keeps text around what is seen.
  fill() {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    if (scrollTop < AHEAD * clientHeight) {
      this.reading.loadBefore();
    }
    if (scrollHeight - scrollTop - clientHeight < AHEAD * clientHeight) {
      this.reading.loadAfter();
    }
    this.overview.show(this.view, this.reading.length);
  }

  // --- what the reading says ---

  state(word, seconds) {
    this.connection.connection(word, seconds);
    this.show();
  }

  changed() {
    if (!this.follow.on && !this.reading.opening) {
      this.fill();
    }
    this.find.refresh();
    this.show();
  }

  // Nothing but new lines moves the reader to the end: whoever scrolls up in the same moment must not be pulled back.
  grown() {
    if (this.follow.on) {
      this.view.toEnd();
    }
    this.changed();
  }

  ended() {
    this.follow.stop();
    this.facts.refresh();
    this.changed();
  }

  // Too far behind to catch up, or the end is not where it was.
  behind() {
    this.follow.resume();
  }

  gone(error) {
    this.follow.stop();
    this.reading.live = false;
    this.trouble(error.status === 404 ? new Error('This log is not on the node any more.') : error);
    this.show();
  }

  trouble(error) {
    const trouble = this.root.querySelector('#trouble');
    trouble.hidden = !error;
    trouble.textContent = error ? `${error.message}${error.status === 0 ? '; trying again' : ''}` : '';
  }

  // What the node says of the log: it may have ended, or its producer may have come back.
  learn(state, bytes) {
    if (!this.reading) {
      return;
    }
    // A reader who follows knows more than the head that has just come, which must be told.
    if (this.follow.on) {
      this.show();
      return;
    }
    if (state === 'live' && !this.reading.live) {
      this.follow.left = this.reading.length;
    }
    this.reading.live = state === 'live';
    this.reading.length = Math.max(this.reading.length, bytes);
    this.changed();
  }

  // --- what the reader does ---

  clicked(event) {
    const link = event.target.closest('a.no');
    const all = event.target.closest('button.all');
    if (link) {
      event.preventDefault();
      this.pick(Number(link.dataset.n), event.shiftKey);
    } else if (all) {
      this.unfold(this.view.lines.find(line => line.element.contains(all)));
    }
  }

  // Points out a line where it is; with shift, all from the one before to it.
  pick(n, through) {
    const first = through && this.marked[0] ? this.marked[0] : n;
    this.marked = [Math.min(first, n), Math.max(first, n)];
    nameLines(...this.marked);
    this.follow.leave();
    this.view.redecorate();
  }

  async unfold(line) {
    this.follow.leave();
    try {
      const { text, left } = await this.reading.whole(line);
      const rest = left > 0 ? { bytes: left, href: this.source.partHref(line.offset + line.length - left) } : null;
      this.view.keep(() => fillWhole(line, text, rest));
    } catch (error) {
      this.trouble(error);
    }
  }

  decorate(line, n) {
    const { classList } = line.element;
    classList.toggle('at', n >= this.marked[0] && n <= this.marked[1]);
    classList.toggle('hit', this.find.has(n));
    classList.toggle('now', n === this.find.current);
  }

  toggleWrap() {
    const on = !this.log.classList.contains('wrap');
    this.wrap(on);
    keepWrap(on);
  }

  wrap(on) {
    this.root.querySelector('#wrap').setAttribute('aria-pressed', on);
    this.view.keep(() => this.log.classList.toggle('wrap', on));
    if (this.follow.on) {
      this.view.toEnd();
    }
  }

  field() {
    return this.root.querySelector('#goto [name=line]');
  }

  // --- what the page says ---

  show() {
    const { live, length } = this.reading;
    const follow = this.root.querySelector('#follow');
    follow.hidden = !live;
    follow.setAttribute('aria-pressed', this.follow.on);
    const fresh = this.root.querySelector('#fresh');
    fresh.hidden = !live || this.follow.waiting === 0;
    fresh.textContent = `${counted(this.follow.waiting, 'new line')} ↓`;
    const last = this.view.numberOf(this.view.lines.length - 1);
    const lines = this.follow.on && last > 0 ? last : this.reading.lineCount;
    this.facts.show(length, lines);
    this.field().placeholder = lines ? `of ${inNumber(lines)}` : '';
    this.root.querySelector('#nothing').hidden = length > 0;
    if (live) {
      this.connection.show(!this.follow.on, this.follow.waiting);
    } else {
      document.getElementById('state').hidden = true;
    }
    this.overview.show(this.view, length);
  }
}

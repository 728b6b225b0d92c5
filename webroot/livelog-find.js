import { inNumber } from './livelog-words.js';

const PAGE = 1000;
// Matches that are kept to be counted and gone through; beyond, the next one is looked for when it is wanted.
const MAX_HITS = 10000;
const TYPING_MS = 300;
const MARK_MS = 50;
// How far back is looked at once for a match before the ones that are kept.
const BACK_BYTES = 1024 * 1024;

// Finds a text in all of the log: the node searches, the page counts, goes from match to match and marks them.
export class Find {
  constructor(root, source, log) {
    this.source = source;
    this.log = log;
    this.input = root.querySelector('#find [type=search]');
    this.said = root.querySelector('#found');
    this.buttons = [root.querySelector('#previous'), root.querySelector('#next')];
    this.abort = new AbortController();
    this.clear();
    root.querySelector('#find').addEventListener('submit', event => {
      event.preventDefault();
      this.input.value.trim() === this.text ? this.step(1) : this.begin();
    });
    this.input.addEventListener('input', () => this.typed());
    this.input.addEventListener('keydown', event => this.key(event));
    this.buttons[0].addEventListener('click', () => this.step(-1));
    this.buttons[1].addEventListener('click', () => this.step(1));
  }

  close() {
    clearTimeout(this.typing);
    clearTimeout(this.marking);
    this.abort.abort();
  }

  clear() {
    this.abort.abort();
    this.abort = new AbortController();
    this.text = '';
    this.hits = [];
    this.lines = new Set();
    this.through = 0;
    this.complete = false;
    this.wanted = false;
    this.current = 0;
    this.place = undefined;
  }

  focus() {
    this.input.select();
  }

  typed() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.input.value !== this.text && this.begin(), TYPING_MS);
  }

  key(event) {
    if (event.key === 'Enter' && event.shiftKey) {
      event.preventDefault();
      this.step(-1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.input.value = '';
      this.begin();
      this.log.log.focus({ preventScroll: true });
    }
  }

  has(n) {
    return this.lines.has(n);
  }

  // --- searching ---

  async begin() {
    clearTimeout(this.typing);
    this.clear();
    this.text = this.input.value;
    this.show();
    this.highlight();
    this.log.view.redecorate();
    if (this.text === '') {
      return;
    }
    const { view } = this.log;
    const from = view.lines[view.firstVisible()]?.offset ?? 0;
    // First what the reader waits for.
    if (from > 0) {
      await this.jump(from, true);
    }
    this.wanted = this.current === 0;
    await this.scan();
  }

  // From the beginning, until the end or enough; what was found is counted on the way.
  async scan() {
    const { signal } = this.abort;
    if (this.scanning || this.text === '') {
      return;
    }
    this.scanning = signal;
    try {
      do {
        const found = await this.source.find(this.text, this.through, PAGE, signal);
        const last = this.hits.at(-1)?.[1] ?? -1;
        const fresh = found.hits.filter(([, offset]) => offset > last);
        this.hits.push(...fresh);
        fresh.forEach(([line]) => this.lines.add(line));
        this.through = found.through;
        this.complete = found.complete;
        this.failed = false;
        this.show();
        this.log.view.redecorate();
        this.highlight();
        if (this.wanted && this.hits.length > 0) {
          this.wanted = false;
          this.go(this.hits[0]);
        }
      } while (!this.complete && this.hits.length < MAX_HITS);
    } catch {
      this.failed = !signal.aborted;
      this.show();
    }
    if (this.scanning === signal) {
      this.scanning = null;
    }
  }

  // The log has more lines, or others are shown.
  refresh() {
    if (this.text !== '') {
      this.highlight();
      if (this.complete && this.through < this.log.reading.length && !this.waiting) {
        this.waiting = setTimeout(() => {
          this.waiting = undefined;
          this.scan();
        }, 1000);
      }
    }
  }

  // --- going from match to match ---

  async step(direction) {
    if (this.text === '') {
      this.focus();
      return;
    }
    const { view } = this.log;
    const at = this.place ?? view.lines[view.firstVisible()]?.offset ?? 0;
    await (direction > 0 ? this.jump(at, false) : this.jumpBack(at));
  }

  // To the first match after an offset, or at it; after the last one, to the first.
  async jump(offset, inclusive) {
    const after = ([, at]) => (inclusive ? at >= offset : at > offset);
    const known = this.hits.find(after);
    if (known || this.complete) {
      this.go(known ?? this.hits[0]);
      return;
    }
    const { signal } = this.abort;
    try {
      for (let from = offset; ;) {
        const found = await this.source.find(this.text, from, 2, signal);
        const hit = found.hits.find(after);
        if (hit || found.complete) {
          this.go(hit ?? this.hits[0]);
          return;
        }
        from = found.through;
      }
    } catch {
      this.failed = !signal.aborted;
      this.show();
    }
  }

  // To the last match before an offset; before the first one, to the last.
  async jumpBack(offset) {
    const known = this.hits.findLast(([, at]) => at < offset);
    if (this.complete || (known && this.through >= offset)) {
      this.go(known ?? this.hits.at(-1));
      return;
    }
    const { signal } = this.abort;
    try {
      for (let to = offset, back = BACK_BYTES; to > 0; to -= back, back *= 4) {
        const hit = await this.lastBetween(Math.max(0, to - back), to, signal);
        if (hit) {
          this.go(hit);
          return;
        }
      }
    } catch {
      this.failed = !signal.aborted;
      this.show();
    }
  }

  async lastBetween(start, end, signal) {
    let last = null;
    for (let from = start; from < end;) {
      const found = await this.source.find(this.text, from, PAGE, signal);
      last = found.hits.findLast(([, at]) => at < end) ?? last;
      if (found.complete || found.hits.some(([, at]) => at >= end)) {
        break;
      }
      from = found.through;
    }
    return last;
  }

  async go(hit) {
    if (!hit) {
      return;
    }
    const { signal } = this.abort;
    [this.current, this.place] = hit;
    this.lines.add(this.current);
    this.show();
    await this.log.toLine(...hit);
    if (!signal.aborted) {
      this.log.view.redecorate();
      this.highlight();
      this.sideways();
    }
  }

  // --- what is seen ---

  show() {
    this.buttons.forEach(button => { button.hidden = this.text === ''; });
    this.said.textContent = this.words();
    this.log.overview.mark(this.hits.map(([, offset]) => offset), Math.max(1, this.log.reading.length));
  }

  words() {
    if (this.text === '') {
      return '';
    }
    if (this.failed) {
      return 'not searched: the node does not answer';
    }
    const many = this.hits.length >= MAX_HITS && !this.complete;
    const known = this.hits.length === 0 && this.current > 0 ? 1 : this.hits.length;
    const count = inNumber(known) + (many ? '+' : '');
    const index = this.hits.findIndex(([line]) => line === this.current);
    const done = this.complete || many ? '' : `, searched ${Math.floor(this.through / Math.max(1, this.log.reading.length) * 100)} %`;
    if (known === 0) {
      return done ? `none yet${done}` : 'not found';
    }
    return `${index >= 0 ? `${inNumber(index + 1)} of ` : ''}${count} ${known === 1 ? 'line' : 'lines'}${done}`;
  }

  // Marks the text without touching the lines, where the browser can; not with every line that comes.
  highlight() {
    if (window.CSS?.highlights) {
      this.marking ??= setTimeout(() => this.mark(), MARK_MS);
    }
  }

  mark() {
    this.marking = undefined;
    const ranges = [];
    if (this.text !== '') {
      const { view } = this.log;
      const first = Math.max(0, view.firstVisible() - 100);
      for (const line of view.lines.slice(first, first + 400)) {
        ranges.push(...rangesIn(line.element.lastElementChild, this.text));
      }
    }
    CSS.highlights.set('found', new Highlight(...ranges));
  }

  // A match far to the right is brought into sight.
  sideways() {
    const line = this.log.view.line(this.current);
    const range = line && rangesIn(line.element.lastElementChild, this.text)[0];
    if (range && !this.log.log.classList.contains('wrap')) {
      const box = this.log.log.getBoundingClientRect();
      const own = range.getBoundingClientRect();
      if (own.right > box.right - 20 || own.left < box.left + 100) {
        this.log.log.scrollLeft += own.left - box.left - box.width / 2;
      }
    }
  }
}

// Where a text stands below an element, letters of ASCII in either case, as the node compares them.
function rangesIn(element, text) {
  const all = folded(element.textContent);
  const wanted = folded(text);
  const ranges = [];
  for (let at = all.indexOf(wanted); at >= 0 && ranges.length < 100; at = all.indexOf(wanted, at + wanted.length)) {
    ranges.push(rangeOf(element, at, at + wanted.length));
  }
  return ranges;
}

function rangeOf(element, from, to) {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const after = before + node.length;
    if (from >= before && from < after) {
      range.setStart(node, from - before);
    }
    if (to > before && to <= after) {
      range.setEnd(node, to - before);
      break;
    }
    before = after;
  }
  return range;
}

function folded(text) {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase());
}

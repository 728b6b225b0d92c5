import { elementOf, fill, number } from './livelog-line.js';
import { PLAIN, sameStyle } from './livelog-text.js';

// What the document holds of a log. Enough for some screens in both directions; a browser lays it out in milliseconds.
const MAX_LINES = 4000;
const MAX_CHARACTERS = 1500000;

// A run of lines in the document, without a gap, that grows at both ends and forgets at the other. Lines count from any
// ordinal; their numbers follow once the number of one of them is known.
export class LogWindow {
  constructor(log, list) {
    this.log = log;
    this.list = list;
    this.lines = [];
    this.characters = 0;
    this.ordinal = 0;
    this.base = null;
    this.position = 0;
    this.decorate = () => {};
  }

  get start() {
    return this.lines.length > 0 ? this.lines[0].offset : this.position;
  }

  // After the last line that is whole.
  get end() {
    const open = this.open();
    if (open) {
      return open.offset;
    }
    const last = this.lines.at(-1);
    return last ? last.offset + last.length : this.position;
  }

  // After the last byte.
  get through() {
    const last = this.lines.at(-1);
    return last ? last.offset + last.length : this.position;
  }

  // The ordinal of the line after the last whole one.
  get next() {
    return this.ordinal + this.lines.length - (this.open() ? 1 : 0);
  }

  open() {
    const last = this.lines.at(-1);
    return last && !last.ended ? last : null;
  }

  // Empties it, to begin at an offset.
  reset(position, ordinal = 0, base = null) {
    this.list.replaceChildren();
    this.lines = [];
    this.characters = 0;
    this.position = position;
    this.ordinal = ordinal;
    this.base = base;
  }

  // Puts lines behind what is there, and drops at the front what is then too much. The last of them may not have ended, and is
  // replaced by the first of the next.
  append(fresh) {
    const before = this.open();
    const reused = before && fresh[0]?.offset === before.offset ? before.element : null;
    if (before) {
      this.remove(this.lines.length - 1, 1, !reused);
    }
    const skipped = Math.max(0, fresh.length - MAX_LINES);
    if (skipped > 0) {
      this.reset(fresh[skipped].offset, this.next + skipped, this.base);
    }
    this.insertAtEnd(fresh.slice(skipped), skipped > 0 ? null : reused);
    this.trimStart();
  }

  insertAtEnd(lines, reused) {
    const fragment = document.createDocumentFragment();
    let style = this.lines.at(-1)?.after ?? PLAIN;
    for (const [i, line] of lines.entries()) {
      if (i === 0 && reused) {
        line.element = reused;
        fill(line, style);
      } else {
        fragment.append(elementOf(line, style));
      }
      style = line.after;
      this.lines.push(line);
      this.characters += line.text.length;
      this.mark(this.lines.length - 1);
    }
    this.list.append(fragment);
  }

  // Puts lines in front of what is there, and drops at the end what is then too much.
  prepend(lines) {
    const fragment = document.createDocumentFragment();
    let style = PLAIN;
    for (const line of lines) {
      fragment.append(elementOf(line, style));
      style = line.after;
      this.characters += line.text.length;
    }
    this.list.prepend(fragment);
    this.lines = [...lines, ...this.lines];
    this.ordinal -= lines.length;
    lines.forEach((line, i) => this.mark(i));
    this.restyle(lines.length, style);
    this.trimEnd();
  }

  // What a line in front leaves on goes on in those behind it.
  restyle(from, before) {
    let style = before;
    for (let i = from; i < this.lines.length && !sameStyle(this.lines[i].before, style); i++) {
      fill(this.lines[i], style);
      style = this.lines[i].after;
    }
  }

  trimStart() {
    let count = 0;
    for (let over = this.characters; this.tooMuch(this.lines.length - count, over); count++) {
      over -= this.lines[count].text.length;
    }
    if (count > 0) {
      this.remove(0, count, true);
      this.ordinal += count;
    }
  }

  trimEnd() {
    let count = 0;
    for (let over = this.characters; this.tooMuch(this.lines.length - count, over); count++) {
      over -= this.lines[this.lines.length - 1 - count].text.length;
    }
    if (count > 0) {
      this.remove(this.lines.length - count, count, true);
    }
  }

  tooMuch(lines, characters) {
    return lines > MAX_LINES || (characters > MAX_CHARACTERS && lines > 1);
  }

  remove(from, count, elements) {
    for (const line of this.lines.splice(from, count)) {
      this.characters -= line.text.length;
      if (elements) {
        line.element.remove();
      }
    }
  }

  // --- numbers ---

  // The line with this ordinal has this number.
  number(ordinal, n) {
    this.base = n - ordinal;
    this.lines.forEach((line, i) => this.mark(i));
  }

  // The number of a line by its place; 0 while it is not known.
  numberOf(i) {
    return this.base === null ? 0 : this.base + this.ordinal + i;
  }

  // The line with this number; undefined when it is not here.
  line(n) {
    return this.base === null ? undefined : this.lines[n - this.base - this.ordinal];
  }

  mark(i) {
    const n = this.numberOf(i);
    if (n > 0) {
      number(this.lines[i], n);
      this.decorate(this.lines[i], n);
    }
  }

  redecorate() {
    this.lines.forEach((line, i) => this.mark(i));
  }

  // --- where the reader is ---

  // Changes lines without moving those that the reader sees.
  keep(change) {
    const anchor = this.lines[this.firstVisible()];
    const before = anchor?.element.getBoundingClientRect().top;
    change();
    if (anchor?.element.isConnected) {
      this.log.scrollTop += anchor.element.getBoundingClientRect().top - before;
    }
  }

  firstVisible() {
    const top = this.log.getBoundingClientRect().top;
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lines[middle].element.getBoundingClientRect().bottom > top) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 4;
  }

  lineHeight() {
    return this.lines[0]?.element.firstElementChild.getBoundingClientRect().height ?? 20;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  // Brings a line to a third of the height, unless it is in sight.
  reveal(line, always) {
    const log = this.log.getBoundingClientRect();
    const own = line.element.getBoundingClientRect();
    if (always || own.top < log.top || own.bottom > log.bottom) {
      this.log.scrollTop += own.top - log.top - log.height / 3;
    }
  }
}

// From bytes to what is shown of them. Nothing here knows of the page, and nothing in a log is obeyed but its colours.

const NEWLINE = 10;
const RETURN = 13;
const EMPTY = new Uint8Array(0);

// Bytes of a line that are shown; what is beyond is fetched when somebody asks for it.
export const SHOWN_BYTES = 2000;

const FLAGS = ['bold', 'dim', 'italic', 'underline', 'inverse', 'strike'];
// What xterm shows for the sixteen colours, to measure distances from.
const PALETTE = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
  0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];

export const PLAIN = Object.freeze({ foreground: -1, background: -1, flags: 0 });

// A colour sequence; any other control sequence; control characters and those that turn the direction of writing.
const SPECIAL = new RegExp([
  '\\x1b\\[([0-9;:]{0,61})m',
  '(\\x1b(?:\\[[\\x30-\\x3f]*[\\x20-\\x2f]*[\\x40-\\x7e]|[\\]PX^_][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?|[\\x20-\\x2f]*[\\x30-\\x7e])?)',
  '([\\x00-\\x08\\x0a-\\x1a\\x1c-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]+)',
].join('|'), 'g');
const ERASES_LINE = /^\x1b\[[0-2]?K$/;

// Cuts bytes, in whatever pieces they come, into lines. A line feed ends a line. Of a line that was written over and over
// with carriage returns, as progress is, the last state is kept, as a terminal would leave it.
export class LineReader {
  constructor(offset) {
    this.line = new OpenLine(offset);
  }

  // The lines that these bytes complete.
  push(bytes) {
    const lines = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      this.line.add(bytes.subarray(from, at));
      lines.push(this.line.finish(true));
      this.line = new OpenLine(this.line.offset + this.line.length + 1);
      from = at + 1;
    }
    if (from < bytes.length) {
      this.line.add(bytes.slice(from));
    }
    return lines;
  }

  // The line that has begun and not ended, as far as it has come; null when there is none.
  open() {
    return this.line.length > 0 ? this.line.finish(false) : null;
  }
}

class OpenLine {
  constructor(offset) {
    this.offset = offset;
    this.length = 0;
    this.written = 0;
    this.settled = null;
    this.segment = { bytes: EMPTY, over: 0 };
  }

  add(bytes) {
    this.length += bytes.length;
    let from = 0;
    for (let at = bytes.indexOf(RETURN); at >= 0; at = bytes.indexOf(RETURN, from)) {
      this.extend(bytes.subarray(from, at));
      this.turn();
      from = at + 1;
    }
    this.extend(bytes.subarray(from));
  }

  extend(bytes) {
    const kept = bytes.subarray(0, SHOWN_BYTES - this.segment.bytes.length);
    this.segment.bytes = this.segment.bytes.length === 0 ? kept : joined(this.segment.bytes, kept);
    this.segment.over += bytes.length - kept.length;
  }

  turn() {
    if (this.segment.bytes.length > 0) {
      this.written++;
      this.settled = this.segment;
      this.segment = { bytes: EMPTY, over: 0 };
    }
  }

  // {offset, length (with its line feed), text, over: bytes left out of it, earlier: states before it, ended}
  finish(ended) {
    const blank = this.segment.bytes.length === 0;
    const shown = blank && this.settled ? this.settled : this.segment;
    return {
      offset: this.offset,
      length: this.length + (ended ? 1 : 0),
      text: decode(shown.bytes, ended && shown.over === 0),
      over: shown.over,
      earlier: blank ? Math.max(0, this.written - 1) : this.written,
      ended,
    };
  }
}

function joined(one, other) {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}

const WHOLE = new TextDecoder('utf-8', { ignoreBOM: true });

// Bytes that are no UTF-8 become replacement marks. A character of which only the beginning is there is left out, unless
// nothing more will come of it.
export function decode(bytes, whole) {
  return whole ? WHOLE.decode(bytes) : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
}

export function newlines(bytes) {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    count++;
  }
  return count;
}

// The parts of a line: {text, classes} for text, {text, mark, title} for what is shown by name; and the style after it.
export function parse(text, before) {
  const parts = [];
  let style = before;
  let plain = 0;
  const say = (from, to) => from < to && parts.push({ text: text.slice(from, to), classes: classesOf(style) });
  SPECIAL.lastIndex = 0;
  for (let found = SPECIAL.exec(text); found; found = SPECIAL.exec(text)) {
    say(plain, found.index);
    plain = SPECIAL.lastIndex;
    if (found[1] !== undefined) {
      style = applied(style, found[1]);
    } else if (found[2] !== undefined) {
      parts.push(sequence(found[2]));
    } else {
      parts.push({ text: [...found[3]].map(nameOf).join(' '), mark: 'ctl', title: 'shown by name, not obeyed' });
    }
  }
  say(plain, text.length);
  return { parts, style };
}

// Tools that colour erase the rest of the line with every colour; in a log there is nothing to erase, so that mark is small.
function sequence(text) {
  const name = text.replace(/[\x00-\x1f]/g, nameOf);
  return ERASES_LINE.test(text)
    ? { text: 'K', mark: 'ctl slight', title: `${name}: erase to the end of the line, not obeyed` }
    : { text: name, mark: 'ctl', title: 'a control sequence, not obeyed' };
}

function nameOf(character) {
  return { '\x1b': 'ESC', '\x07': 'BEL', '\r': 'CR' }[character]
    ?? `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

export function sameStyle(one, other) {
  return one.foreground === other.foreground && one.background === other.background && one.flags === other.flags;
}

function classesOf(style) {
  if (sameStyle(style, PLAIN)) {
    return '';
  }
  const names = ['ansi'];
  if (style.foreground >= 0) {
    names.push(`af${style.foreground}`);
  }
  if (style.background >= 0) {
    names.push(`ab${style.background}`);
  }
  FLAGS.forEach((flag, i) => style.flags & (1 << i) && names.push(`a-${flag}`));
  return names.join(' ');
}

// The same as the server does for messages: colours beyond the sixteen become the nearest of them.
function applied(before, parameters) {
  const style = { ...before };
  const codes = parameters.split(/[;:]/).map(code => Math.min(Number(code), 999));
  for (let i = 0; i < codes.length; i++) {
    if ((codes[i] === 38 || codes[i] === 48) && i + 1 < codes.length) {
      style[codes[i] === 38 ? 'foreground' : 'background'] = extended(codes, i + 1);
      i += codes[i + 1] === 2 ? 4 : 2;
    } else {
      apply(style, codes[i]);
    }
  }
  return style;
}

function apply(style, code) {
  if (code === 0) {
    Object.assign(style, PLAIN);
  } else if (code <= 4) {
    style.flags |= 1 << (code - 1);
  } else if (code === 7 || code === 9) {
    style.flags |= 1 << (code === 7 ? 4 : 5);
  } else if (code === 21 || code === 22) {
    style.flags &= ~0b11;
  } else if (code === 23 || code === 24) {
    style.flags &= ~(1 << (code - 21));
  } else if (code === 27 || code === 29) {
    style.flags &= ~(1 << (code === 27 ? 4 : 5));
  } else {
    applyColour(style, code);
  }
}

function applyColour(style, code) {
  const colour = code % 10;
  const kind = Math.floor(code / 10);
  if (code === 39) {
    style.foreground = -1;
  } else if (code === 49) {
    style.background = -1;
  } else if (colour < 8 && (kind === 3 || kind === 9)) {
    style.foreground = colour + (kind === 9 ? 8 : 0);
  } else if (colour < 8 && (kind === 4 || kind === 10)) {
    style.background = colour + (kind === 10 ? 8 : 0);
  }
}

function extended(codes, at) {
  if (codes[at] === 5 && at + 1 < codes.length) {
    return ofIndex(codes[at + 1]);
  }
  return codes[at] === 2 && at + 3 < codes.length ? nearest(codes[at + 1], codes[at + 2], codes[at + 3]) : -1;
}

function ofIndex(index) {
  if (index < 16) {
    return index;
  }
  if (index < 232) {
    const cube = index - 16;
    return nearest(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
  }
  const grey = 8 + (Math.min(index, 255) - 232) * 10;
  return nearest(grey, grey, grey);
}

function level(step) {
  return step === 0 ? 0 : 55 + 40 * step;
}

function nearest(red, green, blue) {
  const distances = PALETTE.map(
    colour => ((colour >> 16) - red) ** 2 + ((colour >> 8 & 0xff) - green) ** 2 + ((colour & 0xff) - blue) ** 2);
  return distances.indexOf(Math.min(...distances));
}

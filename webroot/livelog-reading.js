import { Tail } from './livelog-tail.js';
import { decode, LineReader, SHOWN_BYTES } from './livelog-text.js';

const KIB = 1024;
// What a log is opened with: some screens of it.
const OPEN_BYTES = 256 * KIB;
// What is fetched when the reader comes near an end of what is there, by how long its lines are.
const PIECE_LINES = 1000;
const MIN_PIECE = 16 * KIB;
const MAX_PIECE = 256 * KIB;
// Of one line, when all of it is asked for.
const MAX_WHOLE = KIB * KIB;
const RETRY_MS = 3000;
// What came meanwhile is not worth fetching whole beyond this.
const FAR = KIB * KIB;

// Brings the right part of a log into the window: opened anywhere, more of it at either end, and at the end what comes. A
// sink is told state(word, seconds), changed(), grown(), ended(state), behind(), gone(error) and trouble(error).
export class Reading {
  constructor(source, view, sink, length, live) {
    this.source = source;
    this.view = view;
    this.sink = sink;
    this.length = length;
    this.live = live;
    this.abort = new AbortController();
  }

  close() {
    this.detach();
    this.abort.abort();
  }

  // Forgets what is under way; what it brings belongs to another place.
  turn() {
    this.detach();
    this.abort.abort();
    this.abort = new AbortController();
    this.loading = false;
    this.opening = true;
    return this.abort.signal;
  }

  // --- opening ---

  // Opens another part. What cannot be had now is tried again, unless the reader has gone on to yet another part.
  async open(work) {
    const signal = this.turn();
    for (;;) {
      try {
        const answer = await work(signal);
        this.sink.trouble(null);
        return answer;
      } catch (error) {
        if (!signal.aborted) {
          this.sink.trouble(error);
          await new Promise(resolve => setTimeout(resolve, RETRY_MS));
        }
      }
      if (signal.aborted) {
        return undefined;
      }
    }
  }

  openEnd() {
    return this.open(async signal => {
      const from = Math.max(0, this.length - OPEN_BYTES);
      if (this.live) {
        this.attach(from, false);
        return;
      }
      const bytes = await this.source.range(from, this.length, signal);
      const lines = this.cut(from, bytes, from > 0, true);
      this.show(lines.length > 0 ? lines : this.middle(from, bytes), from);
      this.view.toEnd();
      this.number(signal);
    });
  }

  // Goes on where it was, or at the end when that is far away by now.
  resume() {
    return this.open(async signal => {
      const head = await this.source.head(signal);
      const missing = head.length - this.view.through;
      this.length = head.length;
      if (missing >= 0 && missing < FAR && this.view.lines.length > 0) {
        this.join();
      } else {
        this.attach(Math.max(0, head.length - OPEN_BYTES), false);
      }
    });
  }

  openLine(n) {
    return this.open(async signal =>
      this.openAt(n === 1 ? { line: 1, offset: 0 } : await this.source.locate({ line: n }, signal), signal));
  }

  openOffset(offset) {
    return this.open(async signal => this.openAt(await this.source.locate({ offset }, signal), signal));
  }

  // Opens where a line begins that was located before.
  openHit(n, offset) {
    return this.open(signal => this.openAt({ line: n, offset }, signal));
  }

  // Shows a line and some in front of it.
  async openAt({ line: n, offset, lines: count }, signal) {
    const from = Math.max(0, offset - OPEN_BYTES / 4);
    const to = Math.min(this.length, offset + OPEN_BYTES * 3 / 4);
    const bytes = await this.source.range(from, to, signal);
    const lines = this.cut(from, bytes, from > 0, to >= this.length);
    let at = lines.findIndex(line => line.offset >= offset);
    if (at < 0 && offset < this.length) {
      lines.push(await this.longLine(offset, n, bytes.subarray(offset - from), signal));
    }
    at = at < 0 ? lines.length - 1 : at;
    const first = Math.max(0, at - PIECE_LINES);
    this.show(lines.slice(first, first + 2 * PIECE_LINES), from);
    if (lines.length > 0) {
      this.view.number(at - first, n);
      this.view.reveal(lines[at], true);
    }
    if (count === undefined) {
      this.number(signal);
    } else {
      this.numbering = signal;
      this.lineCount = count;
    }
    this.sink.changed();
  }

  show(lines, from) {
    this.opening = false;
    this.view.reset(lines[0]?.offset ?? from);
    this.view.append(lines);
    this.sink.changed();
  }

  // Which number the lines have is asked once, for the first of them; and how many there are.
  async number(signal = this.abort.signal) {
    const { start, ordinal, lines } = this.view;
    if (lines.length === 0 || this.numbering === signal) {
      return;
    }
    this.numbering = signal;
    if (start === 0) {
      this.view.number(ordinal, 1);
    }
    try {
      const found = await this.source.locate({ offset: start }, signal);
      this.lineCount = found.lines;
      this.view.number(ordinal, found.line);
      this.sink.changed();
    } catch {
      if (!signal.aborted) {
        this.numbering = null;
        setTimeout(() => signal.aborted || this.number(signal), RETRY_MS);
      }
    }
  }

  // --- more of it ---

  async loadBefore() {
    await this.load(this.view.start > 0, async signal => {
      const end = this.view.start;
      const from = Math.max(0, end - this.pieceBytes());
      const bytes = await this.source.range(from, end, signal);
      const lines = this.cut(from, bytes, from > 0, false);
      if (lines.length === 0) {
        lines.push(await this.lineBefore(end, signal));
      }
      if (this.view.start === end) {
        this.view.keep(() => this.view.prepend(lines.slice(-PIECE_LINES)));
      }
    });
  }

  async loadAfter() {
    await this.load(!this.tail && this.view.through < this.length, async signal => {
      const from = this.view.end;
      const to = Math.min(this.length, from + this.pieceBytes());
      const bytes = await this.source.range(from, to, signal);
      const lines = this.cut(from, bytes, false, to >= this.length);
      if (lines.length === 0) {
        const n = (await this.source.locate({ offset: from }, signal)).line;
        lines.push(await this.longLine(from, n, bytes, signal));
      }
      if (this.view.end === from && !this.tail) {
        this.view.keep(() => this.view.append(lines.slice(0, PIECE_LINES)));
      }
    });
  }

  // One at a time. What fails is tried again when the reader moves.
  async load(wanted, work) {
    if (!wanted || this.loading || this.opening || this.view.lines.length === 0) {
      return;
    }
    const signal = this.abort.signal;
    this.loading = true;
    try {
      await work(signal);
      this.sink.trouble(null);
    } catch (error) {
      if (!signal.aborted) {
        this.sink.trouble(error);
      }
    }
    if (!signal.aborted) {
      this.loading = false;
      this.sink.changed();
    }
  }

  pieceBytes() {
    const { start, through, lines } = this.view;
    const mean = lines.length > 0 ? (through - start) / lines.length : 100;
    return Math.min(MAX_PIECE, Math.max(MIN_PIECE, Math.round(mean * PIECE_LINES)));
  }

  // The lines in bytes, without one at the front that began before, and one at the end that goes on unless the log ends.
  cut(offset, bytes, midway, last) {
    const reader = new LineReader(offset);
    const lines = reader.push(bytes);
    const open = last && (lines.length > 0 || !midway) ? reader.open() : null;
    return [...lines.slice(midway ? 1 : 0), ...(open ? [open] : [])];
  }

  // One line whose beginning is elsewhere.
  middle(offset, bytes) {
    const reader = new LineReader(offset);
    reader.push(bytes);
    const line = reader.open();
    return line ? [{ ...line, continued: true }] : [];
  }

  // A line that is longer than a piece, from its first bytes.
  async longLine(offset, n, bytes, signal) {
    const next = await this.source.locate({ line: n + 1 }, signal);
    return this.shortened(offset, next.line > n ? next.offset : next.length, bytes);
  }

  async lineBefore(end, signal) {
    const { offset } = await this.source.locate({ offset: end - 1 }, signal);
    return this.shortened(offset, end, await this.source.range(offset, Math.min(end, offset + SHOWN_BYTES), signal));
  }

  shortened(offset, end, bytes) {
    const reader = new LineReader(offset);
    reader.push(bytes);
    const line = reader.open() ?? reader.line.finish(true);
    return { ...line, length: end - offset, over: line.over + end - offset - bytes.length, ended: true };
  }

  // All of a line, or as much of it as a page bears: {text, left: bytes beyond}.
  async whole(line) {
    const end = line.offset + Math.min(line.length, MAX_WHOLE);
    const bytes = await this.source.range(line.offset, end, this.abort.signal);
    const body = bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes;
    return { text: decode(body, line.length <= MAX_WHOLE).replace(/\r+$/, ''), left: line.offset + line.length - end };
  }

  // --- the end of it ---

  attach(from, joins) {
    this.opening = !joins;
    this.tail = new Tail(this.source, this.view, { from, joins, length: this.length }, {
      grown: position => { this.length = Math.max(this.length, position); },
      shown: () => this.shown(),
      state: (word, seconds) => this.sink.state(word, seconds),
      ended: state => this.end(state),
      behind: () => this.sink.behind(),
      gone: error => this.sink.gone(error),
    });
  }

  // Goes on at the end of what is there.
  join() {
    this.opening = false;
    this.view.toEnd();
    this.attach(this.view.end, true);
  }

  detach() {
    this.tail?.close();
    this.tail = null;
  }

  shown() {
    this.opening = false;
    this.sink.grown();
    this.number();
  }

  end(state) {
    this.tail = null;
    this.live = false;
    this.opening = false;
    this.sink.ended(state);
  }
}

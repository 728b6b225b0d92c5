import { Feed } from './livelog-feed.js';
import { LineReader, newlines } from './livelog-text.js';

const KIB = 1024;
// Bytes that wait to be shown. Of a log that grows faster than a browser can show it, the newest are shown.
const MAX_QUEUED = 512 * KIB;
const KEPT_QUEUED = 256 * KIB;

// Shows what comes at the end of a log: behind the lines that are there (joins), or instead of them from an offset that may
// be in the middle of one. A sink is told grown(length), shown(), state(word, seconds), ended(state), behind(), gone(error).
export class Tail {
  constructor(source, view, { from, joins, length }, sink) {
    this.view = view;
    this.sink = sink;
    this.reader = new LineReader(from);
    this.replaces = !joins;
    this.skipping = !joins && from > 0;
    this.backlog = length;
    this.queue = [];
    this.queued = 0;
    this.feed = new Feed(source, from, {
      bytes: chunk => this.take(chunk),
      state: (word, seconds) => sink.state(word, seconds),
      ended: state => this.end(state),
      behind: () => sink.behind(),
      gone: error => sink.gone(error),
    });
  }

  close() {
    this.flush();
    this.closed = true;
    this.feed.close();
  }

  wake() {
    this.feed.wake();
  }

  end(state) {
    this.flush();
    this.closed = true;
    this.sink.ended(state);
  }

  take(chunk) {
    this.sink.grown(this.feed.position);
    this.queue.push(chunk);
    this.queued += chunk.length;
    if (this.queued > MAX_QUEUED) {
      this.skip();
    }
    // Once a frame, however many pieces come in it; a tab that nobody sees has none.
    this.frame ??= requestAnimationFrame(() => this.flush());
  }

  // Lets go of the oldest bytes that wait, but counts their lines.
  skip() {
    let lines = 0;
    let bytes = 0;
    while (this.queued - this.queue[0].length >= KEPT_QUEUED) {
      const chunk = this.queue.shift();
      this.queued -= chunk.length;
      bytes += chunk.length;
      lines += newlines(chunk);
    }
    if (bytes > 0) {
      const { offset, length } = this.reader.line;
      this.begin(offset + length + bytes, this.view.next + lines);
      this.skipping = true;
      this.backlog = 0;
    }
  }

  // Goes on reading elsewhere; lines keep their numbers.
  begin(offset, ordinal) {
    this.reader = new LineReader(offset);
    this.continued = false;
    if (!this.replaces) {
      this.view.reset(offset, ordinal, this.view.base);
    }
  }

  flush() {
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    if (this.closed || this.queue.length === 0 || (this.skipping && !this.align())) {
      return;
    }
    const lines = this.queue.flatMap(chunk => this.reader.push(chunk));
    const open = this.reader.open();
    this.queue = [];
    this.queued = 0;
    if (open) {
      lines.push(open);
    }
    if (this.continued && lines.length > 0) {
      lines[0].continued = true;
      this.continued = !lines[0].ended;
    }
    if (this.replaces) {
      this.replaces = false;
      this.view.reset(lines[0]?.offset ?? this.reader.line.offset);
    }
    this.view.append(lines);
    this.sink.shown();
  }

  // Finds the first line that begins in what came. Where none does in all that there was, the one that goes on is shown.
  align() {
    let offset = this.reader.line.offset;
    for (const [i, chunk] of this.queue.entries()) {
      const newline = chunk.indexOf(10);
      if (newline >= 0) {
        this.queue.splice(0, i + 1, chunk.subarray(newline + 1));
        this.skipping = false;
        this.begin(offset + newline + 1, this.view.ordinal + 1);
        return true;
      }
      offset += chunk.length;
    }
    this.continued = offset >= this.backlog;
    this.skipping = !this.continued;
    return this.continued;
  }
}

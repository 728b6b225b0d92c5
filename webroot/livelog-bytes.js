// RFC 8673: an end that no log reaches asks for what comes, for as long as the log grows.
const FOR_EVER = Number.MAX_SAFE_INTEGER;

// Everything that is asked of the node about one log. Each question fails with an Error; its status is 0 where nobody
// answered.
export class Source {
  constructor(root) {
    this.bytesHref = root.dataset.bytesHref;
    this.page = `/livelogs/${encodeURIComponent(root.dataset.stream)}`;
    this.generation = root.dataset.generation;
  }

  // The bytes from one offset to another, exclusive; fewer where the log ends before.
  async range(from, to, signal) {
    if (from >= to) {
      return new Uint8Array(0);
    }
    const answer = await this.bytes({ Range: `bytes=${from}-${to - 1}` }, signal);
    if (answer.status === 416) {
      return new Uint8Array(0);
    }
    await partial(answer);
    return new Uint8Array(await answer.arrayBuffer());
  }

  // A reader of what is there from an offset on and of what comes; null when the log has ended there.
  async live(from, signal) {
    const answer = await this.bytes({ Range: `bytes=${from}-${FOR_EVER}` }, signal);
    if (answer.status === 416) {
      return null;
    }
    await partial(answer);
    return answer.body.getReader();
  }

  // {state, length} as of now.
  async head(signal) {
    const answer = await fetched(this.bytesHref, { method: 'HEAD', cache: 'no-store', signal });
    return {
      state: answer.headers.get('Signalbox-State'),
      length: Number(answer.headers.get('Signalbox-Length')),
    };
  }

  // Which line a byte is in, or where a line begins: {line, offset, lines, length}.
  async locate(what, signal) {
    const question = new URLSearchParams({ generation: this.generation, ...what });
    return (await fetched(`${this.page}/lines?${question}`, { signal })).json();
  }

  // {hits: [[line, offset], …], through, complete}
  async find(text, from, limit, signal) {
    const question = new URLSearchParams({ generation: this.generation, text, from, limit });
    return (await fetched(`${this.page}/find?${question}`, { signal })).json();
  }

  // The head of the page.
  async facts() {
    return (await fetched(`${this.page}/facts?generation=${this.generation}`, {})).text();
  }

  // Where a part of the log can be read that is too long for here.
  partHref(offset) {
    return `${this.page}?generation=${this.generation}&at=${offset}`;
  }

  async bytes(headers, signal) {
    return fetched(this.bytesHref, { headers, signal, cache: 'no-store' }, [416]);
  }
}

async function fetched(href, options, alsoFine = []) {
  let answer;
  try {
    answer = await fetch(href, options);
  } catch (cause) {
    throw Object.assign(new Error('The node does not answer', { cause }), { status: 0 });
  }
  if (!answer.ok && !alsoFine.includes(answer.status)) {
    throw Object.assign(new Error(`${answer.status} ${answer.statusText}`), { status: answer.status });
  }
  return answer;
}

// Whole answers to partial questions could be gigabytes.
async function partial(answer) {
  if (answer.status !== 206) {
    await answer.body.cancel();
    throw Object.assign(new Error('something on the way drops Range from requests'), { status: answer.status });
  }
}

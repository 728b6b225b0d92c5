const SAY_EVERY_MS = 10000;

// The dot and the words in the header: how live the page is.
export class State {
  constructor() {
    this.word = 'connecting';
    this.seconds = 0;
  }

  connection(word, seconds) {
    this.word = word;
    this.seconds = seconds;
  }

  show(paused = false, waitingCount = 0) {
    const [kind, words] = this.inWords(paused, waitingCount ? `, ${waitingCount} waiting` : '');
    const state = document.getElementById('state');
    state.hidden = false;
    state.dataset.state = kind;
    state.lastElementChild.textContent = words;
    this.say(kind, words);
  }

  inWords(paused, waiting) {
    if (this.word === 'lost') {
      return ['lost', `reconnecting ${this.seconds} s`];
    }
    if (paused) {
      return ['paused', `paused${waiting}`];
    }
    if (this.word === 'connecting') {
      return ['connecting', 'connecting'];
    }
    return [waiting ? 'waiting' : 'live', `live${waiting}`];
  }

  // A screen reader hears of a change of state at once, and of what waits now and then.
  say(kind, words) {
    const now = Date.now();
    if (kind !== this.saidKind || (kind !== 'lost' && now - this.saidAt > SAY_EVERY_MS)) {
      this.saidKind = kind;
      this.saidAt = now;
      document.getElementById('said').textContent = words;
    }
  }
}

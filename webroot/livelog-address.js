const WRAP = 'signalbox-wrap';

// #L120 or #L120-L140 as two numbers; zeros when the address names no line.
export function linesOfAddress() {
  const found = /^#L(\d{1,15})(?:-L?(\d{1,15}))?$/.exec(location.hash);
  const from = Number(found?.[1] ?? 0);
  const to = Number(found?.[2] ?? from);
  return [Math.min(from, to), Math.max(from, to)];
}

// Without an entry of its own in the history: going back leads to where the reader came from.
export function nameLines(from, to) {
  history.replaceState(null, '', from === to ? `#L${from}` : `#L${from}-L${to}`);
}

// Some browsers refuse to keep anything, by their settings.
export function wantsWrap() {
  try {
    const kept = localStorage.getItem(WRAP);
    if (kept !== null) {
      return kept === '1';
    }
  } catch {
    // Then as at the first visit.
  }
  return matchMedia('(max-width: 800px)').matches;
}

export function keepWrap(on) {
  try {
    localStorage.setItem(WRAP, on ? '1' : '0');
  } catch {
    // Then it is as it was at the next visit.
  }
}

// Moments in the viewer's zone. The server wrote them in UTC; the element keeps its width, so nothing moves.

const ZONE = new Intl.DateTimeFormat('en', { timeZoneName: 'short' });
const CLOCK = new Intl.DateTimeFormat(undefined, {
  month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
});
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const EVERY_MS = 5000;

// A viewer's clock that is wrong must not make events of the future.
const skew = Date.parse(document.body.dataset.now) - Date.now() || 0;

export function startTimes() {
  dress(document);
  setInterval(() => document.querySelectorAll('time[data-ago]').forEach(tick), EVERY_MS);
  document.addEventListener('htmx:load', event => dress(event.target));
}

// Turns the times below an element into those of the viewer, once.
export function dress(root) {
  for (const time of root.querySelectorAll('time:not([data-dressed])')) {
    time.dataset.dressed = '';
    const at = new Date(time.dateTime);
    if (time.parentElement.className === 'day' || isNaN(at)) {
      continue;
    }
    if (time.classList.contains('full')) {
      time.textContent = exact(at);
    } else if (time.hasAttribute('data-clock')) {
      time.textContent = CLOCK.format(at);
    } else {
      time.dataset.ago = at.getTime();
      time.title = exact(at);
      tick(time);
    }
  }
}

// A day of the viewer: a key to compare, and words.
export function dayOf(instant) {
  const at = new Date(instant);
  return { key: date(at), words: DAY.format(at) };
}

// In the order of the digits of a log, which no viewer has to guess.
function exact(at) {
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(part => padded(part, 2)).join(':');
  const zone = ZONE.formatToParts(at).find(part => part.type === 'timeZoneName').value;
  return `${date(at)} ${clock}.${padded(at.getMilliseconds(), 3)} ${zone}`;
}

function date(at) {
  return `${at.getFullYear()}-${padded(at.getMonth() + 1, 2)}-${padded(at.getDate(), 2)}`;
}

function padded(number, digits) {
  return String(number).padStart(digits, '0');
}

function tick(time) {
  const words = ago((Date.now() + skew - Number(time.dataset.ago)) / 1000);
  if (time.textContent !== words) {
    time.textContent = words;
  }
}

function ago(seconds) {
  const distance = Math.floor(Math.abs(seconds));
  if (distance < 1) {
    return 'now';
  }
  return (seconds < 0 ? 'in ' : '') + length(distance);
}

function length(seconds) {
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 86400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} d`;
}

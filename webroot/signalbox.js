// The page works without any of this; script adds liveness and comfort.
import { comfort } from './comfort.js';
import { keys } from './keys.js';
import { Live } from './live.js';
import { LivePart } from './part.js';
import { startTimes } from './times.js';

let live = null;

function follow() {
  if (document.getElementById('monitors')) {
    live = new LivePart('monitors', 'rows=0&monitors=1');
  } else if (document.querySelector('#livelogs[data-live]')) {
    live = new LivePart('livelogs', 'kind=livelog');
  } else if (document.querySelector('#triggers[data-live]')) {
    live = new LivePart('triggers', 'rows=0');
  } else if (document.querySelector('#deliveries[data-live]')) {
    live = new LivePart('deliveries', 'rows=0');
  } else if (document.getElementById('livelog')) {
    followLog();
  } else {
    followList();
    document.addEventListener('htmx:afterSettle', followList);
  }
}

// Only where it is needed: it is as large as all the rest.
async function followLog() {
  const { LiveLog } = await import('./livelog.js');
  live = new LiveLog(document.getElementById('livelog'));
}

// Also after htmx exchanged the list for that of another filter.
function followList() {
  const events = document.getElementById('events');
  if (live && live.events === events) {
    live.olderCame();
    return;
  }
  live?.close();
  live = events && events.dataset.pos ? new Live(events) : null;
  if (!live) {
    document.getElementById('state').hidden = true;
  }
}

startTimes();
comfort();
keys(() => live);
follow();

// A page kept in memory by the browser must not hold the connection that other pages share.
window.addEventListener('pagehide', () => live?.close());
window.addEventListener('pageshow', event => {
  if (event.persisted) {
    location.reload();
  }
});

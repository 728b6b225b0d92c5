import { dayOf, dress } from './times.js';

// Rows in the document; what is older is behind the link under them.
const MAX_ROWS = 1000;

// The list, newest first, with a separator above the first row of each day of the viewer.
export class Rows {
  constructor(events) {
    this.events = events;
    this.list = events.querySelector('#rows');
    this.separateDays();
  }

  // Puts rows on top, oldest of them first.
  insert(items) {
    for (const item of items) {
      const row = parse(item.html);
      if (row) {
        dress(row);
        row.classList.add('new');
        this.put(row);
      }
    }
    document.getElementById('empty')?.remove();
    this.trim();
  }

  clear() {
    this.list.replaceChildren();
    this.events.querySelector('#more').replaceChildren();
  }

  // The server's days are those of UTC.
  separateDays() {
    this.list.querySelectorAll('.day').forEach(day => day.remove());
    let last = '';
    for (const row of [...this.list.children]) {
      const day = dayOf(row.querySelector('time').dateTime);
      if (day.key !== last) {
        row.before(separator(day));
        last = day.key;
      }
    }
  }

  put(row) {
    const day = dayOf(row.querySelector('time').dateTime);
    let first = this.list.firstElementChild;
    if (!first || first.dataset.day !== day.key) {
      first = separator(day);
      this.list.prepend(first);
    }
    first.after(row);
  }

  trim() {
    const rows = this.list.getElementsByClassName('row');
    if (rows.length <= MAX_ROWS) {
      return;
    }
    while (rows.length > MAX_ROWS || this.list.lastElementChild.className === 'day') {
      this.list.lastElementChild.remove();
    }
    this.linkOlder(rows[rows.length - 1].dataset.id);
  }

  // The link must go on where the list now ends.
  linkOlder(id) {
    const query = this.events.dataset.query;
    const href = `/?${query}${query ? '&' : ''}before=${id}`;
    const link = document.createElement('a');
    const attributes = {
      href, rel: 'next', 'hx-get': href, 'hx-target': '#rows', 'hx-select': '#rows > li', 'hx-select-oob': '#more',
      'hx-swap': 'beforeend', 'hx-trigger': 'click, intersect once',
    };
    Object.entries(attributes).forEach(([name, value]) => link.setAttribute(name, value));
    link.textContent = 'Older events';
    this.events.querySelector('#more').replaceChildren(link);
    window.htmx?.process(link);
  }
}

// The rows in an answer, as the stream gives them.
export function itemsOf(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return [...template.content.querySelectorAll('li.row')].map(row => ({ id: row.dataset.id, html: row.outerHTML }));
}

function parse(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.querySelector('li.row');
}

function separator(day) {
  const item = document.createElement('li');
  item.className = 'day';
  item.dataset.day = day.key;
  const time = document.createElement('time');
  time.dateTime = day.key;
  time.textContent = day.words;
  time.dataset.dressed = '';
  item.append(time);
  return item;
}

const SECTIONS = { e: '/', m: '/monitors', l: '/livelogs', t: '/triggers', n: '/node' };
const PREFIX_MS = 1500;

// Keys for those who do not reach for the mouse; none of them works while something is typed.
export function keys(live) {
  let prefixAt = 0;
  const actions = {
    j: () => move(1),
    k: () => move(-1),
    o: () => document.activeElement.closest('li.row')?.querySelector('a.at, a.origin')?.click(),
    p: () => live()?.togglePause?.(),
    g: () => {},
    '/': () => {
      document.querySelector('.fold')?.setAttribute('open', '');
      document.getElementById('search')?.select();
    },
    '?': () => document.getElementById('keys').showModal(),
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) {
      return;
    }
    if (Date.now() - prefixAt < PREFIX_MS && SECTIONS[event.key]) {
      location.assign(SECTIONS[event.key]);
      return;
    }
    // A page may have keys of its own; g begins the name of a section on all of them.
    const own = live()?.keys?.[event.key];
    if (own || actions[event.key]) {
      event.preventDefault();
      prefixAt = event.key === 'g' ? Date.now() : 0;
      (own ?? actions[event.key])();
    }
  });
}

function isTyping(target) {
  return target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName)
    || (target.tagName === 'INPUT' && target.type !== 'checkbox');
}

function move(step) {
  const rows = [...document.querySelectorAll('li.row')];
  const current = rows.indexOf(document.activeElement.closest('li.row'));
  const next = rows[current < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, current + step))];
  const target = next?.querySelector('summary') ?? next?.querySelector('a');
  target?.focus();
}

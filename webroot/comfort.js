const YEAR_SECONDS = 31536000;
const THEMES = ['auto', 'dark', 'light'];

// Small things that spare a reload or a few keystrokes.
export function comfort() {
  document.addEventListener('click', event => {
    const copy = event.target.closest('.copy');
    if (copy) {
      copyCommand(copy);
    }
    keepSelection(event);
    closePanels(event);
  });
  document.addEventListener('keydown', event => event.key === 'Escape' && closePanels({ target: document.body }));
  document.getElementById('theme')?.addEventListener('submit', changeTheme);
  document.addEventListener('htmx:configRequest', dropBlanks);
  document.addEventListener('htmx:load', () => prepare());
  prepare();
}

function prepare() {
  document.querySelectorAll('.copy').forEach(button => { button.hidden = false; });
  const wrong = document.getElementById('q-error');
  const search = document.getElementById('search');
  search?.toggleAttribute('aria-invalid', Boolean(wrong));
  if (wrong) {
    search.setAttribute('aria-describedby', wrong.id);
  }
}

async function copyCommand(button) {
  const text = button.previousElementSibling;
  try {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = 'Copied';
  } catch {
    // Where the browser keeps the clipboard from us, the text is at least selected.
    getSelection().selectAllChildren(text);
    button.textContent = 'Selected';
  }
}

// The end of a drag over a message is a click on it, and would fold away what was just selected.
function keepSelection(event) {
  const summary = event.target.closest('.row summary');
  if (summary && !getSelection().isCollapsed && summary.contains(getSelection().anchorNode)) {
    event.preventDefault();
  }
}

function closePanels(event) {
  for (const open of document.querySelectorAll('.clear[open], .counts[open], .fields[open], .gens[open]')) {
    if (!open.contains(event.target)) {
      open.open = false;
    }
  }
}

function changeTheme(event) {
  event.preventDefault();
  const button = event.target.querySelector('button');
  const theme = THEMES[(THEMES.indexOf(button.dataset.theme) + 1) % THEMES.length];
  document.documentElement.className = theme === 'auto' ? '' : `theme-${theme}`;
  document.cookie = `signalbox-theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  button.dataset.theme = theme;
  button.textContent = `Theme: ${theme}`;
  button.title = `Change to ${THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]}`;
}

// Addresses are shared and bookmarked: fields that say nothing stay out of them.
function dropBlanks(event) {
  const fields = event.detail.formData;
  if (event.detail.elt.id !== 'filters' || !fields) {
    return;
  }
  for (const name of new Set(fields.keys())) {
    const values = fields.getAll(name).filter(value => String(value).trim() !== '');
    fields.delete(name);
    values.forEach(value => fields.append(name, value));
  }
}

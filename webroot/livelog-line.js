import { parse } from './livelog-text.js';
import { inBytes } from './livelog-words.js';

const TEMPLATE = document.createElement('template');
TEMPLATE.innerHTML = '<li class="ln"><a class="no" tabindex="-1"></a><code></code></li>';

// A line as an element, which begins in a style and ends in one.
export function elementOf(line, style) {
  line.element = TEMPLATE.content.firstElementChild.cloneNode(true);
  fill(line, style);
  return line.element;
}

// Writes the line's text anew.
export function fill(line, style) {
  const { parts, style: after } = parse(line.text, style);
  line.before = style;
  line.after = after;
  const code = line.element.lastElementChild;
  code.replaceChildren(...parts.map(nodeOf));
  if (line.continued) {
    code.prepend(mark('…', 'ctl', 'the beginning of this line is not loaded'));
  }
  if (line.earlier > 0) {
    const states = line.earlier === 1 ? '1 state' : `${line.earlier} states`;
    code.prepend(button('CR', `${states} before this one written over: show all of the line`));
  }
  if (line.over > 0) {
    code.append(button(`… ${inBytes(line.over)} more`, 'show all of the line'));
  }
}

// All of a line's text, each of its states on a line of its own.
export function fillWhole(line, text, cut) {
  const code = line.element.lastElementChild;
  let style = line.before;
  const nodes = [];
  for (const [i, state] of text.split('\r').entries()) {
    if (i > 0) {
      nodes.push(mark('CR', 'ctl', 'carriage return: what follows was written over this'), '\n');
    }
    const parsed = parse(state, style);
    style = parsed.style;
    nodes.push(...parsed.parts.map(nodeOf));
  }
  code.replaceChildren(...nodes);
  if (cut) {
    const rest = document.createElement('a');
    rest.href = cut.href;
    rest.textContent = `… ${inBytes(cut.bytes)} more, in parts`;
    code.append(' ', rest);
  }
}

export function number(line, n) {
  const link = line.element.firstElementChild;
  if (link.dataset.n !== String(n)) {
    line.element.id = `L${n}`;
    link.dataset.n = n;
    link.href = `#L${n}`;
    link.setAttribute('aria-label', `line ${n}`);
  }
}

function nodeOf(part) {
  if (part.mark) {
    return mark(part.text, part.mark, part.title);
  }
  if (!part.classes) {
    return part.text;
  }
  const span = document.createElement('span');
  span.className = part.classes;
  span.textContent = part.text;
  return span;
}

function mark(text, classes, title) {
  const element = document.createElement('i');
  element.className = classes;
  element.title = title;
  element.textContent = text;
  return element;
}

function button(text, title) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'all ctl';
  element.title = title;
  element.textContent = text;
  return element;
}

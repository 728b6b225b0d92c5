const WIDTH = 1000;
const HEIGHT = 8;
const SVG = 'http://www.w3.org/2000/svg';
// What is less than this cannot be seen.
const LEAST = 4;

// The whole log as a bar: which part of it is here, where the matches are; a click goes there. For the eye only: the same
// can be reached by line number or share.
export class Overview {
  constructor(svg, go) {
    this.svg = svg;
    this.here = shape('rect', { class: 'here', y: 0, height: HEIGHT });
    this.matches = shape('path', { class: 'matches' });
    svg.append(this.here, this.matches);
    svg.addEventListener('click', event => {
      const box = svg.getBoundingClientRect();
      go(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
    });
  }

  // What of the log is in sight.
  show(view, length) {
    if (view.lines.length === 0 || length === 0) {
      return;
    }
    const first = view.firstVisible();
    const shown = Math.ceil(view.log.clientHeight / 18);
    const last = view.lines[Math.min(view.lines.length - 1, first + shown)];
    const from = view.lines[first].offset / length * WIDTH;
    const width = Math.max(LEAST, (last.offset + last.length) / length * WIDTH - from);
    const x = Math.min(from, WIDTH - width);
    if (this.drawn !== `${x} ${width}`) {
      this.drawn = `${x} ${width}`;
      set(this.here, { x, width });
    }
  }

  // One tick for each place that can be told from its neighbours.
  mark(offsets, length) {
    const places = new Set(offsets.map(offset => Math.round(offset / length * WIDTH)));
    this.matches.setAttribute('d', [...places].map(x => `M${x} 0v${HEIGHT}`).join(''));
  }
}

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  set(element, attributes);
  return element;
}

function set(element, attributes) {
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
}

// Building and changing the page by small steps, so that focus, scroll and animations survive.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag optionally with classes: `button.primary.wide`
 * @param {Record<string, any>|null} [props] `on…` are listeners; false, null and undefined are left out
 * @param {...(Node|string|null|false|undefined)} kids
 * @returns {any}
 */
export function h(tag, props, ...kids) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(props ?? {})) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else setAttribute(element, key, value);
  }
  element.append(...kids.filter((kid) => kid !== null && kid !== undefined && kid !== false));
  return element;
}

/** Writes only what differs: a write of the same value would still be announced by some screen readers. */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value === true ? '' : value))
    element.setAttribute(name, value === true ? '' : String(value));
}

/** @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Makes `parent` hold exactly `items`, in order. Children are kept by key and moved only when the order
 * changed, because moving an element makes it lose the focus.
 * @template T
 * @param {Element} parent
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => HTMLElement} make
 * @param {(element: any, item: T) => void} [patch] also called for new ones
 */
export function reconcile(parent, items, keyOf, make, patch = () => {}) {
  const wanted = new Set(items.map(keyOf));
  const kept = new Map();
  for (const child of [...parent.children]) {
    const key = child.dataset.key;
    if (wanted.has(key)) kept.set(key, child);
    else child.remove();
  }
  let next = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let element = kept.get(key);
    if (!element) {
      element = make(item);
      element.dataset.key = key;
    }
    patch(element, item);
    if (element === next) next = next.nextElementSibling;
    else parent.insertBefore(element, next);
  }
}

const PATHS = {
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M4 12l16-7-5 16-3.5-6.5zM11.5 14.5L20 5',
  attach: 'M20 11l-8.5 8.5a5 5 0 01-7-7L13 4a3.4 3.4 0 015 5l-8.5 8.5a1.7 1.7 0 01-2.5-2.5L14.5 7.5',
  pin: 'M9 4h6l-1 6 3 3H7l3-3zM12 13v7',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  slash: 'M15 5L9 19',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  clock: 'M12 21a9 9 0 100-18 9 9 0 000 18M12 7v5l3 2',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 01-12 0zM12 17v4',
  place: 'M12 21s-6-6-6-11a6 6 0 0112 0c0 5-6 11-6 11M12 10h.01',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8M5 20a7 7 0 0114 0',
  voice: 'M12 15a3 3 0 003-3V6a3 3 0 00-6 0v6a3 3 0 003 3M6 12a6 6 0 0012 0M12 18v3',
};

/** @param {keyof typeof PATHS} name a drawing only: the button around it carries the words */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  if (name === 'more') path.setAttribute('stroke-width', '3');
  svg.append(path);
  return svg;
}

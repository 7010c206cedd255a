// A small menu at a button: opens at the pointer's or keyboard's wish, arrows walk it, Esc and a tap elsewhere close it.

import { h } from './dom.js';

/**
 * @param {Element} opener gets the focus back
 * @param {string} label
 * @param {({label: string, run: () => void, danger?: boolean}|null|false)[]} items
 */
export function openMenu(opener, label, items) {
  const menu = h('div.menu', { role: 'menu', 'aria-label': label, popover: 'auto' });
  for (const item of items.filter(Boolean)) {
    const run = () => {
      menu.hidePopover();
      item.run();
    };
    menu.append(h(item.danger ? 'button.danger' : 'button', { type: 'button', role: 'menuitem', onclick: run },
      item.label));
  }
  menu.addEventListener('keydown', (event) => walk(event, menu));
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    const inside = menu.contains(document.activeElement);
    menu.remove();
    if (inside) opener.focus();
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, opener.getBoundingClientRect());
  menu.firstElementChild?.focus();
}

/** Below the button where there is room, else above; never outside the window. */
function place(menu, at) {
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + 4 + height <= innerHeight;
  menu.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
}

function walk(event, menu) {
  const items = [...menu.children];
  const now = items.indexOf(document.activeElement);
  const next = { ArrowDown: now + 1, ArrowUp: now - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === 'Tab') menu.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  items[next % items.length].focus();
}

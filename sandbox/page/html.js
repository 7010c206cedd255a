// Telegram's subset of HTML as DOM. Built node by node from a whitelist: nothing of a message is ever markup of ours.

import { h } from './dom.js';

const SAME = new Set(['b', 'i', 'u', 's', 'code', 'pre', 'blockquote', 'span']);
const ALIASES = { strong: 'b', em: 'i', ins: 'u', del: 's', strike: 's' };
const SCHEMES = new Set(['http:', 'https:', 'tg:']);
// A command at the start or after a space, as Telegram marks it, so that "and/or" stays words.
const COMMAND = /(?<=^|\s)\/[a-z0-9_]{1,32}(?:@\w{3,32})?(?![\w/])/gi;

/**
 * @param {string} html
 * @param {{onCommand?: (command: string) => void, onLink?: (url: string) => boolean}} [hooks] `onLink` says true when
 *   it has dealt with the link itself
 * @returns {DocumentFragment}
 */
export function safeHtml(html, hooks = {}) {
  // A parsed document is inert: it loads no picture and runs no handler.
  const parsed = new DOMParser().parseFromString(`<body>${html}`, 'text/html');
  const result = document.createDocumentFragment();
  result.append(...childrenOf(parsed.body, hooks, true));
  return result;
}

/** @param {string} html @returns {string} its words, for previews and quotes */
export function plainText(html) {
  return new DOMParser().parseFromString(`<body>${html}`, 'text/html').body.textContent ?? '';
}

function childrenOf(node, hooks, commands) {
  return [...node.childNodes].flatMap((child) => {
    if (child.nodeType === Node.TEXT_NODE) return commands ? withCommands(child.data, hooks) : [child.data];
    if (child.nodeType !== Node.ELEMENT_NODE) return [];
    return element(child, hooks, commands);
  });
}

function element(node, hooks, commands) {
  const given = node.localName;
  const name = ALIASES[given] ?? given;
  if (name === 'br') return ['\n'];
  if (name === 'script' || name === 'style') return [];
  if (name === 'tg-spoiler' || (name === 'span' && node.classList.contains('tg-spoiler')))
    return [spoiler(childrenOf(node, hooks, commands))];
  if (name === 'a') return [link(node, childrenOf(node, hooks, false), hooks)];
  const inside = childrenOf(node, hooks, commands && name !== 'code' && name !== 'pre');
  return SAME.has(name) ? [h(name, null, ...inside)] : inside;
}

function link(node, inside, hooks) {
  const href = node.getAttribute('href') ?? '';
  const scheme = URL.canParse(href) ? new URL(href).protocol : '';
  if (!SCHEMES.has(scheme)) return h('span', null, ...inside);
  // A mention leads to a person inside Telegram: there is no app here that could open it.
  if (scheme === 'tg:') return h('a.mention', { href, onclick: (event) => event.preventDefault() }, ...inside);
  const onclick = (event) => {
    if (hooks.onLink?.(href)) event.preventDefault();
  };
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow', onclick }, ...inside);
}

function spoiler(inside) {
  const cover = h('span.spoiler', { role: 'button', tabindex: 0, 'aria-label': 'Hidden words, press to show' },
    h('span', null, ...inside));
  const reveal = () => {
    cover.classList.add('shown');
    ['role', 'tabindex', 'aria-label'].forEach((name) => cover.removeAttribute(name));
  };
  cover.addEventListener('click', reveal);
  cover.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') reveal();
  });
  return cover;
}

function withCommands(text, hooks) {
  if (!hooks.onCommand) return [text];
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(COMMAND)) {
    parts.push(text.slice(end, match.index));
    const onclick = () => hooks.onCommand(match[0]);
    parts.push(h('button.command', { type: 'button', onclick }, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

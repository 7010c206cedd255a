// One message of the log: built once, then patched part by part, so that an edit keeps focus and spinners.

import { h, icon, reconcile, setAttribute, setText } from './dom.js';
import { safeHtml } from './html.js';
import { placeOf } from './presses.js';
import { exactTimeOf, dateOf, instant, timeOf } from './time.js';
import { fullName, hue, initials, isBotLink, memberOf, preview, senderOf, serviceWords, size } from './words.js';

/** @typedef {import('./types.js').Message} Message */
/**
 * What a message needs to know of its pane.
 * @typedef {{world: import('./types.js').World, person: number, chat: import('./types.js').Chat, zone: string,
 *   presses: import('./presses.js').Presses, messages: Message[],
 *   tap: (message: Message, row: number, column: number) => void, menu: (message: Message, button: Element) => void,
 *   command: (text: string) => void, link: (url: string) => boolean, jump: (id: number) => void}} Context
 */

/** @param {Message} message @returns {HTMLElement} an empty frame for `patchMessage` */
export function makeMessage(message) {
  if (message.service) return h('div.service', null, h('span', { dir: 'auto' }));
  const parts = ['meta', 'quote', 'media', 'body', 'foot'].map((name) => h(`div.${name}`));
  return h('article.message', { tabindex: -1 }, h('div.face', { 'aria-hidden': 'true' }),
    h('div.column', null, h('div.bubble', null, ...parts), h('div.buttons')),
    h('button.more', { type: 'button', tabindex: -1, 'aria-label': 'Message actions', 'aria-haspopup': 'menu' },
      icon('more')));
}

/**
 * @param {HTMLElement} element made by `makeMessage`
 * @param {Message} message
 * @param {{follows: boolean}} place whether the message above is from the same person
 * @param {Context} context
 */
export function patchMessage(element, message, { follows }, context) {
  if (message.service) {
    setText(element.firstElementChild, serviceWords(message));
    return;
  }
  const sender = senderOf(message, context.world);
  const own = sender.id === context.person;
  setAttribute(element, 'class', ['message', own && 'own', follows && 'follows'].filter(Boolean).join(' '));
  setAttribute(element, 'aria-label', `${sender.name}, ${timeOf(instant(message.date), context.zone)}`);
  const part = (name) => element.querySelector(`.${name}`);
  part('more').onclick = (event) => context.menu(message, event.currentTarget);
  setText(part('face'), initials(sender.name));
  setAttribute(part('face'), 'class', `face ${hue(sender.id, context.world)}`);
  const { buttons, date, edit_date: edited, pinned, ...content } = message;
  fill(part('meta'), [sender, message.forward, follows, titleIn(context, sender)], () =>
    metaOf(message, sender, context));
  fill(part('quote'), [message.reply_to, quoted(message, context)], () => quoteOf(message, context));
  fill(part('media'), [message.photo, message.document, message.voice, message.location, message.contact], () =>
    mediaOf(message));
  fill(part('body'), [content.html, content.text, content.caption], () => bodyOf(message, context));
  fill(part('foot'), [date, edited, pinned, context.zone], () => footOf(message, context));
  patchButtons(part('buttons'), message, context);
}

/** Builds a part anew only when what it shows has changed. */
function fill(part, shown, build) {
  const signature = JSON.stringify(shown);
  if (part.signature === signature) return;
  part.signature = signature;
  part.replaceChildren(...build().filter(Boolean));
  part.hidden = !part.hasChildNodes();
}

function titleIn(context, sender) {
  const member = memberOf(context.chat, sender.id);
  return sender.bot ? 'bot' : ({ creator: 'owner', administrator: 'admin' }[member?.status] ?? '');
}

function metaOf(message, sender, context) {
  const title = titleIn(context, sender);
  const name = h(`bdi.name.${hue(sender.id, context.world)}`, null, sender.name);
  const forward = message.forward && h('span.forwarded', null, 'Forwarded from ',
    h('bdi', null, fullName(message.forward)));
  return [name, title && h('span.title', null, title), forward];
}

function quoted(message, { messages }) {
  const known = messages.find((each) => each.message_id === message.reply_to);
  return known ? [preview(known), known.from] : null;
}

function quoteOf(message, context) {
  const id = message.reply_to;
  if (!id) return [];
  const source = context.messages.find((each) => each.message_id === id);
  const sender = source ? senderOf(source, context.world) : null;
  const words = source ? preview(source) : 'A message that is gone';
  return [h(`button.reply.${hue(sender?.id ?? 0, context.world)}`, { type: 'button', onclick: () => context.jump(id) },
    h('span.hidden', null, 'In reply to '), h('bdi.name', null, sender?.name ?? ''), h('span', { dir: 'auto' }, words))];
}

/** Only addresses of this very server are loaded: nothing is fetched from elsewhere. */
function ownUrl(value) {
  const url = value.url ? new URL(value.url, location.href) : null;
  return url?.origin === location.origin ? url.href : null;
}

function mediaOf(message) {
  const parts = [];
  const photo = message.photo ? ownUrl(message.photo) : null;
  if (photo) parts.push(h('a.photo', { href: photo, target: '_blank' },
    h('img', { src: photo, alt: message.caption || 'Photo', loading: 'lazy' })));
  else if (message.photo) parts.push(attachment('file', 'Photo', ''));
  if (message.document) {
    const { file_name: name, file_size: bytes } = message.document;
    parts.push(attachment('file', name ?? 'File', size(bytes), ownUrl(message.document), name));
  }
  if (message.voice) parts.push(attachment('voice', 'Voice message', duration(message.voice.duration)));
  if (message.location) {
    const { latitude, longitude } = message.location;
    parts.push(attachment('place', 'Location', `${latitude}, ${longitude}`));
  }
  if (message.contact) parts.push(attachment('person', fullName(message.contact), message.contact.phone_number ?? ''));
  return parts;
}

const duration = (seconds) => (seconds ? `${seconds} s` : '');

function attachment(drawing, name, detail, url = null, saveAs = '') {
  const inside = [h('span.disc', null, icon(drawing)),
    h('span.names', null, h('bdi', null, name), h('small', null, detail))];
  return url ? h('a.attachment', { href: url, download: saveAs || true }, ...inside)
    : h('div.attachment', null, ...inside);
}

function bodyOf(message, context) {
  const html = message.html ?? '';
  if (!html && !message.text && !message.caption) return [];
  const words = html ? safeHtml(html, { onCommand: context.command, onLink: context.link })
    : (message.text ?? message.caption);
  return [h('div.words', { dir: 'auto' }, words)];
}

function footOf(message, { zone }) {
  const sent = instant(message.date);
  return [message.pinned && icon('pin'), message.edit_date && h('span.edited', null, 'edited'),
    h('time', { datetime: new Date(sent).toISOString(), title: `${dateOf(sent, zone)}, ${exactTimeOf(sent, zone)}` },
      timeOf(sent, zone))];
}

/** Rows and buttons keep their elements by position: the label changes under the finger, the focus stays. */
function patchButtons(grid, message, context) {
  const rows = message.buttons ?? [];
  grid.hidden = !rows.length;
  const numbered = rows.map((buttons, row) => ({ buttons, row }));
  reconcile(grid, numbered, ({ row }) => String(row), () => h('div.row'), (line, { buttons, row }) => {
    const cells = buttons.map((button, column) => ({ button, column }));
    const keyOf = ({ button, column }) => `${column} ${linkOf(button, context) ? 'link' : 'button'}`;
    reconcile(line, cells, keyOf, ({ button, column }) => makeButton(button, row, column, message, context),
      (element, { button, column }) => patchButton(element, button, row, column, message, context));
  });
}

/** A link out opens in a new tab; one that leads to the bot itself is followed by the local Telegram. */
function linkOf(button, { world }) {
  if (!button.url || !URL.canParse(button.url)) return null;
  const url = new URL(button.url);
  const inside = url.protocol === 'tg:' || (isBotLink(url, world));
  return !inside && /^https?:$/.test(url.protocol) ? url.href : null;
}

function makeButton(button, row, column, message, context) {
  const label = h('span.label', { dir: 'auto' });
  if (linkOf(button, context)) return h('a.inline.out', { target: '_blank', rel: 'noopener noreferrer' }, label);
  return h('button.inline', { type: 'button', onclick: () => context.tap(message, row, column) }, label,
    h('span.waiting'));
}

function patchButton(element, button, row, column, message, context) {
  setText(element.querySelector('.label'), button.text);
  const url = linkOf(button, context);
  if (url) {
    setAttribute(element, 'href', url);
    return;
  }
  const count = context.presses.count(placeOf(context.chat.id, message.message_id, row, column));
  setAttribute(element, 'aria-busy', count > 0 ? 'true' : null);
  const waiting = element.querySelector('.waiting');
  setText(waiting, count > 1 ? `${count}×` : '');
  setAttribute(element, 'aria-label', count ? `${button.text}, waiting for the answer` : null);
}

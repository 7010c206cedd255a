// Pure words about people, chats and messages: names, titles, previews.

import { plainText } from './html.js';

/** @typedef {import('./types.js').World} World */
/** @typedef {import('./types.js').Chat} Chat */
/** @typedef {import('./types.js').Message} Message */

/** The colours of names (phone.css) that people get in turn; 1 is the bot's own. */
const HUES = [3, 4, 5, 0, 2, 6];

/** @param {{first_name?: string, last_name?: string|null, title?: string|null}|null|undefined} who */
export function fullName(who) {
  return [who?.first_name, who?.last_name].filter(Boolean).join(' ') || who?.name || who?.title || 'Somebody';
}

/** Up to two letters for an avatar; whole graphemes, so that no name is cut in half. @param {string} name */
export function initials(name) {
  const letters = new Intl.Segmenter();
  const firsts = name.split(/\s+/).filter(Boolean).map((word) => [...letters.segment(word)][0].segment);
  return (firsts.length > 1 ? firsts[0] + firsts.at(-1) : (firsts[0] ?? '?')).toUpperCase();
}

/** @param {number} id @param {World} world @returns {string} a class: one colour for each, as long as there are enough */
export function hue(id, world) {
  if (id === world.bot.id) return 'hue-1';
  const index = world.people.findIndex((person) => person.id === id);
  return `hue-${HUES[Math.max(index, 0) % HUES.length]}`;
}

/**
 * Who a message is from; an anonymous administrator goes by the group's name.
 * @param {Message} message @param {World} world
 * @returns {{id: number, name: string, bot: boolean}}
 */
export function senderOf({ from }, world) {
  return { id: from.id, name: fullName(from), bot: from.id === world.bot.id };
}

/** Whether a link leads to the private chat with the bot. @param {URL} url @param {World} world */
export function isBotLink(url, world) {
  return url.host === 't.me' && url.pathname.toLowerCase() === `/${world.bot.username}`.toLowerCase();
}

/** @param {Chat} chat @param {World} world */
export function titleOf(chat, world) {
  return chat.type === 'private' ? fullName(world.bot) : chat.title || 'A group';
}

/** @param {World} world @param {number|null|undefined} id of a chat */
export function chatName(world, id) {
  if (id === null || id === undefined) return '';
  const person = world.people.find((each) => each.id === id);
  if (person) return `${fullName(person)}, in private`;
  return world.chats.find((chat) => chat.id === id)?.title ?? String(id);
}

/** @param {Chat} chat @param {number} person */
export function memberOf(chat, person) {
  return chat.members?.find((member) => member.person === person);
}

/** @param {Chat} chat @param {number} person */
export function isIn(chat, person) {
  const member = memberOf(chat, person);
  return Boolean(member && !['left', 'kicked'].includes(member.status));
}

/** @param {Chat} chat @param {number} person @returns {string} what Telegram writes beside an administrator's name */
export function roleIn(chat, person) {
  return { creator: 'owner', administrator: 'admin' }[memberOf(chat, person)?.status] ?? '';
}

/**
 * The chats a person has: groups they are in, then the private chat with the bot, which is there even before the
 * first word. Groups that became supergroups are gone, as in the app.
 * @param {World} world @param {number} person
 * @returns {Chat[]}
 */
export function chatsOf(world, person) {
  const groups = world.chats.filter((chat) => chat.type !== 'private' && !chat.migrated_to && isIn(chat, person));
  const known = world.chats.find((chat) => chat.id === person);
  return [...groups, { id: person, type: 'private', ...known }];
}

/** @param {World} world @param {number} person groups that they could join */
export function otherGroups(world, person) {
  return world.chats.filter((chat) => chat.type !== 'private' && !chat.migrated_to && !isIn(chat, person));
}

/** What was done, with who did it where the transcript leaves that to `from`. @param {Message} message */
export function serviceWords({ service, from }) {
  const done = service.replace(/^pinned message #\d+$/, 'pinned a message');
  return /^(created|renamed|opened|closed|pinned) /.test(done) ? `${fullName(from)} ${done}` : done;
}

/** @param {Message} message @returns {string} one line that stands for the message in quotes, pins and lists */
export function preview(message) {
  if (message.service) return serviceWords(message);
  const words = (message.text ?? message.caption ?? plainText(message.html ?? '')).replace(/\s+/g, ' ').trim();
  const kind = message.photo ? 'Photo' : message.document ? 'File' : message.voice ? 'Voice message'
    : message.location ? 'Location' : message.contact ? 'Contact' : '';
  return [kind, words].filter(Boolean).join(': ') || 'Message';
}

/** @param {number} count @param {string} one @param {string} [many] */
export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** @param {number|undefined} bytes */
export function size(bytes) {
  if (!bytes) return '';
  return bytes < 1024 ? `${bytes} B` : bytes < 1_048_576 ? `${Math.round(bytes / 1024)} KB`
    : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

/**
 * The reply keyboard that stands under the field: the last one sent, unless it was taken away since.
 * @param {Message[]} messages
 * @returns {{message_id: number, rows: import('./types.js').KeyboardButton[][]}|null}
 */
export function keyboardOf(messages) {
  const last = messages.findLast((message) => message.keyboard);
  return last?.keyboard.length ? { message_id: last.message_id, rows: last.keyboard } : null;
}

/**
 * What the app offers while somebody types a command: what begins with it, an exact one first.
 * @param {import('./types.js').Command[]} commands @param {string} typed `/sch`
 */
export function suggestions(commands, typed) {
  const match = /^\/([a-z0-9_]*)$/i.exec(typed);
  if (!match) return [];
  const start = match[1].toLowerCase();
  const found = commands.filter((each) => each.command.startsWith(start));
  return found.sort((a, b) => Number(b.command === start) - Number(a.command === start));
}

// The chats of one person: their groups, then the bot in private; unread ones are marked.

import { h, reconcile, setAttribute, setText } from './dom.js';
import { chatsOf, initials, otherGroups, plural, preview, senderOf, titleOf } from './words.js';

/** @typedef {import('./types.js').Chat} Chat */

export class ChatList {
  /** @param {import('./store.js').Store} store @param {(chat: number) => void} open */
  constructor(store, open) {
    this.store = store;
    this.open = open;
    this.element = h('nav.chats');
  }

  /** @param {number} person @param {string} name @param {number} current the open chat */
  render(person, name, current) {
    setAttribute(this.element, 'aria-label', `${name}’s chats`);
    const { world } = this.store;
    const mine = chatsOf(world, person);
    // Groups to join stand here only while somebody has none, or looks at one; else they are in the menu.
    const others = otherGroups(world, person).filter((chat) => mine.length === 1 || chat.id === current);
    reconcile(this.element, [...mine, ...others], (chat) => String(chat.id),
      (chat) => h('button', { type: 'button', onclick: () => this.open(chat.id) },
        h('span.face', { 'aria-hidden': 'true' }), h('span.title', { dir: 'auto' }), h('span.last', { dir: 'auto' }),
        h('span.unread')),
      (button, chat) => this.#patch(button, chat, person, current, !others.includes(chat)));
  }

  #patch(button, chat, person, current, joined) {
    const title = titleOf(chat, this.store.world);
    const [face, name, last, badge] = button.children;
    setText(face, initials(title));
    setAttribute(face, 'class', `face ${chat.type === 'private' ? 'of-bot' : 'of-group'}`);
    setText(name, title);
    const unread = this.store.unread(person, chat.id).length;
    setText(last, joined ? this.#lastWords(this.store.messages(person, chat.id).at(-1), person) : 'Not joined yet');
    setText(badge, unread ? String(unread) : '');
    badge.hidden = !unread;
    setAttribute(button, 'aria-label', [title, unread && plural(unread, 'unread message')].filter(Boolean).join(', '));
    setAttribute(button, 'aria-current', chat.id === current ? 'true' : null);
    button.classList.toggle('stranger', !joined);
  }

  #lastWords(message, person) {
    if (!message) return 'Nothing here yet';
    if (message.service) return preview(message);
    const { id, name } = senderOf(message, this.store.world);
    return `${id === person ? 'You' : name.split(' ')[0]}: ${preview(message)}`;
  }
}

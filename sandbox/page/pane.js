// One person's phone: their chats, the open one, and what they do in it.

import { act } from './api.js';
import { ChatList } from './chatlist.js';
import { Composer } from './composer.js';
import { addGroup, addPerson, alertDialog, askName } from './dialogs.js';
import { h, icon, reconcile, setAttribute, setText } from './dom.js';
import { Log } from './log.js';
import { openMenu } from './menu.js';
import { Presses } from './presses.js';
import { chatsOf, fullName, hue, initials, isBotLink, isIn, otherGroups, preview, roleIn, senderOf, titleOf } from './words.js';

/** @typedef {import('./types.js').Chat} Chat */
/** @typedef {import('./types.js').Message} Message */

const TOAST_MS = 6_000;
const TYPING_MS = 6_000;

export class Pane {
  /** @type {Map<number, number>} the open topic of each forum; 0 is "General" */
  #topics = new Map();
  #chatId = 0;

  /**
   * @param {import('./store.js').Store} store
   * @param {number} number of the pane, from 0
   * @param {{zone: () => string, choose: (pane: Pane, person: number) => void, visible: (pane: Pane) => boolean,
   *   unreadChanged: () => void}} hooks
   */
  constructor(store, number, hooks) {
    this.store = store;
    this.number = number;
    this.hooks = hooks;
    this.personId = 0;
    this.log = new Log(() => this.#sawEnd());
    this.composer = new Composer(this);
    this.#build();
  }

  #build() {
    this.face = h('span.face', { 'aria-hidden': 'true' });
    this.name = h('h2', { dir: 'auto' });
    this.chooser = h('select', { 'aria-label': 'Whose phone this is', dir: 'auto',
      onchange: () => this.hooks.choose(this, Number(this.chooser.value)) });
    this.role = h('small');
    this.menuButton = h('button.tool', { type: 'button', 'aria-haspopup': 'menu', onclick: () => this.#menu() },
      icon('more'));
    this.chats = new ChatList(this.store, (chat) => this.open(chat));
    this.topics = h('nav.topics', { 'aria-label': 'Topics' });
    this.pinned = h('button.pinned', { type: 'button', hidden: true }, icon('pin'),
      h('span', null, h('b', null, 'Pinned message'), h('span.words', { dir: 'auto' })));
    this.typing = h('div.typing', { hidden: true }, 'typing', h('i'), h('i'), h('i'));
    this.toasts = h('div.toasts', { role: 'status' });
    this.element = h('section.pane', { id: `pane-${this.number}` },
      h('header', null, this.face, h('div.who', null, this.name, this.chooser, this.role), this.menuButton),
      this.chats.element, this.topics, this.pinned, this.log.element, this.typing, this.toasts, this.composer.element);
  }

  get world() {
    return this.store.world;
  }

  get person() {
    return this.world.people.find((person) => person.id === this.personId);
  }

  /** @returns {Chat} the open chat; where it is gone, the first one there is */
  get chat() {
    const all = [...chatsOf(this.world, this.personId), ...otherGroups(this.world, this.personId)];
    const moved = this.world.chats.find((chat) => chat.id === this.#chatId)?.migrated_to;
    return all.find((chat) => chat.id === (moved ?? this.#chatId)) ?? all[0];
  }

  /** @returns {{thread?: number}} where a message of this person goes */
  get thread() {
    const topic = this.#topics.get(this.chat.id);
    return this.chat.is_forum && topic ? { thread: topic } : {};
  }

  get place() {
    return `${this.personId} ${this.chat.id} ${this.thread.thread ?? 0}`;
  }

  /** @param {number} id of the person who holds this phone from now on */
  setPerson(id) {
    if (id === this.personId) return;
    this.presses?.end();
    this.personId = id;
    this.#chatId = 0;
    this.toasts.replaceChildren();
    this.presses = new Presses(this.store, id, {
      changed: () => this.renderChat(),
      answered: (answer) => this.#answered(answer),
      followed: (result) => this.#followed(result),
      failed: (error) => this.toast(error.message),
    });
  }

  open(id) {
    this.#chatId = id;
    this.typing.hidden = true;
    this.render();
  }

  commands() {
    return this.chat.commands?.[this.personId] ?? [];
  }

  /** A person acts; what the server refuses is said on their phone. @returns {Promise<any>} null if refused */
  async do(what, more = {}) {
    try {
      return (await act(this.personId, what, more)) ?? {};
    } catch (error) {
      this.toast(error.message);
      return null;
    }
  }

  /** @param {string} text @param {number} [replyTo] */
  send(text, replyTo) {
    return this.do('send', { chat: this.chat.id, text, ...this.thread, ...(replyTo ? { reply_to: replyTo } : {}) });
  }

  #answered({ text, show_alert: alert, url }) {
    if (text && alert) alertDialog(fullName(this.person), text);
    else if (text) this.toast(text);
    if (url) this.#followLink(url);
  }

  /** A button that asked nothing of the bot: a link that the server has followed already, words to copy or to search. */
  #followed({ url, inline, copied }) {
    if (url) this.open(this.personId);
    if (inline !== undefined) this.composer.put(`@${this.world.bot.username} ${inline}`);
    if (copied !== undefined) navigator.clipboard?.writeText(copied).then(() => this.toast('Copied'), () => {});
  }

  /** A link to the bot itself opens the private chat, and presses Start with its payload. @returns {boolean} */
  #followLink(url) {
    const link = URL.canParse(url) ? new URL(url) : null;
    if (!link || !isBotLink(link, this.world)) return false;
    const payload = link.searchParams.get('start');
    this.open(this.personId);
    if (payload !== null) this.do('start', { payload });
    return true;
  }

  /** @param {string} words what only this phone shows, for a moment */
  toast(words) {
    const note = h('div.toast', { dir: 'auto' }, words);
    this.toasts.replaceChildren(note);
    setTimeout(() => note.remove(), TOAST_MS);
  }

  showTyping(chat) {
    if (chat !== this.chat.id) return;
    this.typing.hidden = false;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => (this.typing.hidden = true), TYPING_MS);
  }

  render() {
    if (!this.person) return;
    const name = fullName(this.person);
    setAttribute(this.element, 'aria-label', `${name}’s phone`);
    setText(this.face, initials(name));
    setAttribute(this.face, 'class', `face ${hue(this.personId, this.world)}`);
    this.#renderName(name);
    setAttribute(this.menuButton, 'aria-label', `More for ${name}`);
    this.chats.render(this.personId, name, this.chat.id);
    this.#renderTopics();
    this.renderChat();
  }

  #renderName(name) {
    const { people } = this.world;
    const choice = people.length > 1;
    setText(this.name, name);
    this.name.classList.toggle('hidden', choice);
    this.chooser.hidden = !choice;
    reconcile(this.chooser, people, (person) => String(person.id),
      (person) => h('option', { value: person.id }), (option, person) => setText(option, fullName(person)));
    this.chooser.value = String(this.personId);
    const group = this.chat.type === 'private' ? null : this.chat;
    const role = group && (roleIn(group, this.personId) || (isIn(group, this.personId) ? 'member' : 'not in the group'));
    setText(this.role, role ?? (this.person.blocked ? 'has blocked the bot' : 'in private'));
  }

  #renderTopics() {
    const topics = this.chat.is_forum ? [{ id: 0, name: 'General' }, ...(this.chat.topics ?? [])] : [];
    this.topics.hidden = !topics.length;
    const open = this.#topics.get(this.chat.id) ?? 0;
    reconcile(this.topics, topics, (topic) => String(topic.id),
      (topic) => h('button', { type: 'button', dir: 'auto', onclick: () => {
        this.#topics.set(this.chat.id, topic.id);
        this.render();
      } }),
      (button, topic) => {
        setText(button, topic.closed ? `${topic.name} (closed)` : topic.name);
        setAttribute(button, 'aria-current', topic.id === open ? 'true' : null);
      });
  }

  /** The messages of the open chat, of the open topic where there are some. @returns {Message[]} */
  #messages() {
    const all = this.store.messages(this.personId, this.chat.id);
    if (!this.chat.is_forum) return all;
    const { thread = 0 } = this.thread;
    // Telegram's "General" has the number 1, or none at all.
    return all.filter(({ thread_id: id }) => (id && id !== 1 ? id : 0) === thread);
  }

  renderChat() {
    if (!this.person) return;
    const messages = this.#messages();
    const title = titleOf(this.chat, this.world);
    setAttribute(this.element, 'data-chat', this.chat.type);
    setAttribute(this.log.list, 'aria-label', `Messages in ${title}, ${fullName(this.person)}’s phone`);
    const nothing = this.chat.type === 'private' && !this.person.started
      ? `This is where ${title} talks to ${this.person.first_name} alone. Press Start.` : 'Nothing here yet';
    if (this.store.isLoaded(this.personId, this.chat.id))
      this.log.render(this.place, messages, this.#context(messages), nothing);
    else this.log.clear();
    this.#renderPinned(messages);
    this.composer.render(messages);
  }

  #renderPinned(messages) {
    const pinned = messages.findLast((message) => message.pinned);
    this.pinned.hidden = !pinned;
    if (!pinned) return;
    setText(this.pinned.querySelector('.words'), preview(pinned));
    this.pinned.onclick = () => this.log.jump(pinned.message_id);
  }

  /** @returns {import('./message.js').Context} */
  #context(messages) {
    return {
      world: this.world, person: this.personId, chat: this.chat, zone: this.hooks.zone(), presses: this.presses, messages,
      tap: (message, row, column) => this.presses.press(this.chat.id, message.message_id, row, column),
      menu: (message, button) => this.#messageMenu(message, button),
      command: (text) => this.send(text),
      link: (url) => this.#followLink(url),
      jump: (id) => this.log.jump(id),
    };
  }

  /** The newest message is on the screen: read, if this phone is being looked at. */
  #sawEnd() {
    if (!this.person || !this.hooks.visible(this)) return;
    if (!this.store.markRead(this.personId, this.chat.id)) return;
    this.chats.render(this.personId, fullName(this.person), this.chat.id);
    this.hooks.unreadChanged();
  }

  #messageMenu(message, button) {
    const own = senderOf(message, this.world).id === this.personId;
    const on = { chat: this.chat.id, message_id: message.message_id };
    const mayPin = this.chat.type === 'private' || roleIn(this.chat, this.personId);
    openMenu(button, 'Message actions', [
      { label: 'Reply', run: () => this.composer.reply(message) },
      own && message.text && { label: 'Edit', run: () => this.composer.edit(message) },
      mayPin && { label: 'Pin', run: () => this.do('pin', on) },
      (own || mayPin) && { label: 'Delete', danger: true, run: () => this.do('delete', on) },
    ]);
  }

  #menu() {
    const { chat, world, person } = this;
    const group = chat.type !== 'private' && isIn(chat, this.personId);
    const joinable = otherGroups(world, this.personId).map((each) => (
      { label: `Join ${each.title}`, run: () => this.#join(each.id) }));
    openMenu(this.menuButton, `More for ${fullName(person)}`, [
      ...joinable,
      group && { label: `Leave ${chat.title}`, run: () => this.do('leave', { chat: chat.id }) },
      group && chat.is_forum && { label: 'New topic…', run: () => this.#newTopic() },
      person.blocked ? { label: 'Unblock the bot', run: () => this.do('unblock') }
        : { label: 'Block the bot', danger: true, run: () => this.do('block') },
      { label: 'New group…', run: () => this.#try(() => addGroup(world, this.personId)) },
      { label: 'Add a person…', run: () => this.#try(() => addPerson()) },
    ]);
  }

  async #join(chat) {
    if (await this.do('join', { chat })) this.open(chat);
  }

  async #newTopic() {
    const { id: chat } = this.chat;
    const name = await askName('A new topic', 'Name');
    if (name) await this.do('topic', { chat, name });
  }

  async #try(work) {
    try {
      await work();
    } catch (error) {
      this.toast(error.message);
    }
  }
}

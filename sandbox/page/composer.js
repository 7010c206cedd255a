// The foot of a chat: what somebody writes, attaches, or presses instead (Start, Unblock, Join, a reply keyboard).

import { Suggestions } from './commands.js';
import { h, icon, reconcile, setAttribute, setText } from './dom.js';
import { pickChat, pickPeople } from './dialogs.js';
import { isIn, keyboardOf, preview } from './words.js';

/** @typedef {import('./types.js').Message} Message */

const LONGEST_UPLOAD = 10 * 1_048_576;

export class Composer {
  /** Unsent words, by chat and topic. @type {Map<string, string>} */
  #drafts = new Map();
  #place = '';
  /** @type {{message: Message, edit: boolean}|null} */
  #about = null;
  /** The last message that asked for an answer, so that it asks only once. */
  #asked = '';

  /** @param {import('./pane.js').Pane} pane */
  constructor(pane) {
    this.pane = pane;
    this.field = h('textarea', { rows: 1, dir: 'auto', enterkeyhint: 'send', 'aria-label': 'Message',
      oninput: () => this.#typed(), onkeydown: (event) => this.#keydown(event) });
    this.suggestions = new Suggestions(this.field, {
      commands: () => pane.commands(), send: (text) => this.#sendCommand(text), complete: (text) => this.put(text) });
    this.file = h('input', { type: 'file', hidden: true, onchange: () => this.#attach() });
    this.slash = h('button.tool', { type: 'button', 'aria-label': 'Commands', onclick: () => this.put('/') },
      icon('slash'));
    this.form = h('form.composer', { onsubmit: (event) => this.#submit(event) },
      h('button.tool', { type: 'button', 'aria-label': 'Send a photo or a file', onclick: () => this.file.click() },
        icon('attach')),
      this.file, this.field, this.slash,
      h('button.tool.send', { type: 'submit', 'aria-label': 'Send' }, icon('send')));
    this.about = h('div.about', { hidden: true });
    this.keyboard = h('div.keyboard', { role: 'group', 'aria-label': 'Suggested answers', hidden: true });
    this.instead = h('button.primary.instead', { type: 'button', hidden: true });
    this.element = h('footer.foot-of-chat', null, this.suggestions.element, this.about, this.form, this.keyboard,
      this.instead);
  }

  /** Called at every change of the world, the chat or its messages. @param {Message[]} messages */
  render(messages) {
    const { place, chat } = this.pane;
    if (place !== this.#place) this.#moveTo(place);
    const instead = this.#insteadOfWriting();
    this.instead.hidden = !instead;
    this.form.hidden = Boolean(instead);
    if (instead) {
      setText(this.instead, instead.label);
      this.instead.onclick = instead.run;
    }
    this.slash.hidden = !this.pane.commands().length;
    const keyboard = instead ? null : keyboardOf(messages);
    setAttribute(this.field, 'placeholder', 'Write a message');
    this.#answerWhenAsked(messages.at(-1));
    this.#renderKeyboard(keyboard);
    this.suggestions.update();
  }

  #moveTo(place) {
    this.#drafts.set(this.#place, this.#about?.edit ? '' : this.field.value);
    this.#place = place;
    this.#aboutMessage(null);
    this.field.value = this.#drafts.get(place) ?? '';
    this.#grow();
  }

  /** @returns {{label: string, run: () => void}|null} */
  #insteadOfWriting() {
    const { pane } = this;
    const { chat, personId } = pane;
    if (chat.type !== 'private')
      return isIn(chat, personId) ? null : { label: 'Join this group', run: () => pane.do('join', { chat: chat.id }) };
    if (pane.person?.blocked) return { label: 'Unblock', run: () => pane.do('unblock') };
    return pane.person?.started ? null : { label: 'Start', run: () => pane.do('start') };
  }

  #renderKeyboard(keyboard) {
    this.keyboard.hidden = !keyboard;
    const rows = (keyboard?.rows ?? []).map((buttons, row) => ({ buttons, row }));
    const key = keyboard ? keyboard.message_id : 0;
    reconcile(this.keyboard, rows, ({ buttons, row }) => `${key} ${row} ${JSON.stringify(buttons)}`,
      ({ buttons }) => h('div.row', null, ...buttons.map((button) => h('button', {
        type: 'button', dir: 'auto', onclick: () => this.#pressKey(button) }, button.text))));
  }

  async #pressKey(button) {
    const { pane } = this;
    const { chat, personId } = pane;
    let done = false;
    if (button.request_contact) done = await pane.do('contact', { chat: chat.id });
    else if (button.request_location)
      done = await pane.do('location', { chat: chat.id, latitude: 51.4543, longitude: -2.5879 });
    else if (button.request_users) {
      const { request_id: request, max_quantity: most } = button.request_users;
      const users = await pickPeople(pane.world, personId, most ?? 1);
      done = users && await pane.do('share_users', { chat: chat.id, request_id: request, users });
    } else if (button.request_chat) {
      const shared = await pickChat(pane.world, personId);
      done = shared && await pane.do('share_chat',
        { chat: chat.id, request_id: button.request_chat.request_id, shared });
    } else done = await pane.send(button.text);
    if (done) this.field.focus();
  }

  /** @param {Message|null} message @param {boolean} [edit] else it is replied to @param {boolean} [focus] */
  #aboutMessage(message, edit = false, focus = true) {
    if (this.#about?.edit && !edit) this.field.value = '';
    this.#about = message && { message, edit };
    this.about.hidden = !message;
    if (!message) return;
    this.about.replaceChildren(
      h('span.words', { dir: 'auto' }, h('b', null, edit ? 'Edit: ' : 'Reply to: '), preview(message)),
      h('button.tool', { type: 'button', 'aria-label': edit ? 'Stop editing' : 'Stop replying',
        onclick: () => this.#leaveAbout() }, icon('close')));
    if (edit) this.field.value = message.text ?? '';
    this.#grow();
    if (focus) this.field.focus();
  }

  /** The bot may ask for an answer to one message (force_reply): the reply is prepared, once, without taking the focus. */
  #answerWhenAsked(last) {
    const { chat, personId } = this.pane;
    const key = `${chat.id} ${last?.message_id}`;
    if (!last?.force_reply || key === this.#asked) return;
    const asker = this.pane.store.messages(personId, chat.id).find((each) => each.message_id === last.reply_to);
    if (chat.type !== 'private' && asker?.from.id !== personId) return;
    this.#asked = key;
    this.#aboutMessage(last, false, false);
  }

  /** @param {Message} message */
  reply(message) {
    this.#aboutMessage(message);
  }

  /** @param {Message} message */
  edit(message) {
    this.#aboutMessage(message, true);
  }

  #leaveAbout() {
    this.#aboutMessage(null);
    this.field.focus();
  }

  /** @param {string} text */
  put(text) {
    this.field.value = text;
    this.field.focus();
    this.#typed();
  }

  #typed() {
    this.#grow();
    this.suggestions.update();
  }

  #grow() {
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  #keydown(event) {
    if (event.isComposing || this.suggestions.keydown(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) this.#submit(event);
    else if (event.key === 'Escape' && this.#about) this.#leaveAbout();
  }

  #sendCommand(text) {
    this.field.value = text;
    this.form.requestSubmit();
  }

  /** The field is emptied at once and gets its words back if they could not be sent. */
  async #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    const about = this.#about;
    this.#about = null;
    this.#aboutMessage(null);
    this.put('');
    const { chat } = this.pane;
    const sent = about?.edit
      ? await this.pane.do('edit', { chat: chat.id, message_id: about.message.message_id, text })
      : await this.pane.send(text, about?.message.message_id);
    if (!sent && !this.field.value) this.put(text);
  }

  async #attach() {
    const [file] = this.file.files;
    this.file.value = '';
    if (!file) return;
    if (file.size > LONGEST_UPLOAD) {
      this.pane.toast('That file is larger than 10 MB.');
      return;
    }
    const { chat, thread } = this.pane;
    const content = await asBase64(file);
    await this.pane.do(file.type.startsWith('image/') ? 'photo' : 'document',
      { chat: chat.id, ...thread, file_name: file.name, content });
  }
}

/** @param {Blob} file @returns {Promise<string>} */
function asBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',', 2)[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}


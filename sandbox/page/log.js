// The open chat's messages: keyed by their id, so that nothing flickers, doubles or scrolls away.

import { h, icon, reconcile, setAttribute, setText } from './dom.js';
import { makeMessage, patchMessage } from './message.js';
import { dayOf, instant } from './time.js';
import { plural, senderOf } from './words.js';

/** @typedef {import('./types.js').Message} Message */

/** Closer to the end than this counts as reading the newest: new messages then pull the log along. */
const NEAR_END_PX = 80;
/** Two messages of one person within this time stand close together. */
const TOGETHER_MS = 5 * 60_000;

/**
 * What stands in the log, top to bottom: messages, and a line where a day begins.
 * @param {Message[]} messages
 * @param {string} zone
 * @param {import('./types.js').World} world
 * @returns {{key: string, day?: string, message?: Message, follows: boolean}[]}
 */
export function entries(messages, zone, world) {
  const result = [];
  let before = null;
  for (const message of messages) {
    const at = instant(message.date);
    const day = dayOf(at, zone);
    const newDay = !before || dayOf(instant(before.date), zone) !== day;
    if (newDay) result.push({ key: `day ${day} ${message.message_id}`, day, follows: false });
    const follows = !newDay && !message.service && !before.service && at - instant(before.date) < TOGETHER_MS
      && senderOf(before, world).id === senderOf(message, world).id;
    result.push({ key: `${message.service ? 'service' : 'message'} ${message.message_id}`, message, follows });
    before = message;
  }
  return result;
}

export class Log {
  #shown = '';
  #fresh = 0;
  #lastId = 0;
  /** Whether the reader is at the newest message, and wants to stay there as things grow and shrink. */
  #follows = true;
  #top = 0;

  /** @param {() => void} onEnd the reader has come to the newest message */
  constructor(onEnd) {
    this.onEnd = onEnd;
    this.list = h('div.log', { role: 'log', tabindex: 0, 'aria-relevant': 'additions',
      onscroll: () => this.#scrolled(), onkeydown: (event) => this.#keydown(event),
      onfocusin: (event) => this.#focusin(event) });
    this.newer = h('button.newer', { type: 'button', hidden: true, onclick: () => this.toEnd() });
    this.element = h('div.log-frame', null, this.list, this.newer);
    // The drawer opens, the keyboard of a phone comes, the field grows: the newest message stays in sight.
    new ResizeObserver(() => this.#following() && this.toEnd()).observe(this.list);
  }

  /** Only the phone in use speaks: three logs at once would be a babble. @param {boolean} on */
  speak(on) {
    setAttribute(this.list, 'aria-live', on ? 'polite' : 'off');
  }

  /** Nothing is known yet; what comes then is its past, not news. */
  clear() {
    this.list.replaceChildren();
    this.#shown = '';
  }

  /**
   * @param {string} chat what is shown, topic included: another one starts at its end
   * @param {Message[]} messages
   * @param {import('./message.js').Context} context
   * @param {string} nothing what to say where there is nothing yet
   */
  render(chat, messages, context, nothing) {
    const other = chat !== this.#shown;
    const stay = !other && !this.#following();
    setAttribute(this.list, 'aria-busy', other ? 'true' : null);
    if (other) this.list.replaceChildren();
    const { zone, world } = context;
    reconcile(this.list, messages.length ? entries(messages, zone, world) : [{ key: 'nothing', day: nothing }],
      (entry) => entry.key,
      (entry) => (entry.message ? makeMessage(entry.message) : h('div.day', null, h('span', null, entry.day))),
      (element, entry) => {
        if (entry.message) patchMessage(element, entry.message, entry, context);
        else setText(element.firstElementChild, entry.day);
      });
    this.#count(other, stay, messages, context);
    if (!stay) this.toEnd();
    this.#shown = chat;
    setAttribute(this.list, 'aria-busy', null);
  }

  #count(other, stay, messages, context) {
    const fresh = messages.filter(
      (message) => message.message_id > this.#lastId && senderOf(message, context.world).id !== context.person);
    this.#fresh = stay ? this.#fresh + fresh.length : 0;
    this.#lastId = messages.at(-1)?.message_id ?? 0;
    if (other) this.#fresh = 0;
    this.#label();
  }

  #label() {
    this.newer.hidden = this.atEnd() && !this.#fresh;
    const words = this.#fresh ? plural(this.#fresh, 'new message') : 'To the newest message';
    setAttribute(this.newer, 'aria-label', words);
    this.newer.replaceChildren(icon('down'), ...(this.#fresh ? [h('span', null, `${this.#fresh} new`)] : []));
  }

  atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  /** A reader who has just scrolled up is known by the place, before the browser tells of the scroll. */
  #following() {
    return this.#follows && (this.list.scrollTop >= this.#top - 2 || this.atEnd());
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.#top = this.list.scrollTop;
    this.#scrolled();
  }

  #scrolled() {
    this.#follows = this.atEnd();
    this.#top = this.list.scrollTop;
    if (this.#follows) {
      this.#fresh = 0;
      this.onEnd();
    }
    this.#label();
  }

  /** Scrolls to a message and lights it up, as a tap on the pinned bar does. @param {number} id */
  jump(id) {
    const target = this.list.querySelector(`[data-key="message ${id}"]`);
    if (!target) return;
    target.scrollIntoView({ block: 'center' });
    target.focus({ preventScroll: true });
    target.classList.add('lit');
    setTimeout(() => target.classList.remove('lit'), 1600);
  }

  /** Up and down walk from message to message, so that Tab need not pass each of them. */
  #keydown(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = [...this.list.querySelectorAll('.message')];
    const now = all.indexOf(event.target.closest('.message'));
    const next = now < 0 ? all.at(step < 0 ? -1 : 0) : all[now + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  }

  /** The actions of a message can be reached by Tab once the message itself has been walked to. */
  #focusin(event) {
    const current = event.target.closest('.message');
    for (const more of this.list.querySelectorAll('.more'))
      setAttribute(more, 'tabindex', more.closest('.message') === current ? '0' : '-1');
  }
}

// Pressed inline buttons that wait for the bot's answer. The page never holds a connection for one: an `answer` event
// tells when to look, so that a dozen impatient taps cannot use up the browser's connections.

import { act, get } from './api.js';

/** After this much of the world's time Telegram has thrown the press away. */
const EXPIRES_MS = 150_000;
const LOOK_EVERY_MS = 5_000;

export class Presses {
  /** @type {Map<string, {place: string, at: number}>} by callback id */
  #waiting = new Map();
  /** @type {Map<string, number>} taps on their way to the server, by place */
  #leaving = new Map();

  /**
   * @param {import('./store.js').Store} store
   * @param {number} person
   * @param {{changed: () => void, answered: (answer: {text?: string, show_alert?: boolean, url?: string}) => void,
   *   followed: (result: {url?: string, inline?: string, copied?: string}) => void, failed: (error: Error) => void}} hooks
   */
  constructor(store, person, hooks) {
    this.store = store;
    this.person = person;
    this.hooks = hooks;
    this.look = () => this.#look();
    // A press may also expire, when the clock is moved.
    for (const type of ['answer', 'world']) store.addEventListener(type, this.look);
    this.timer = setInterval(this.look, LOOK_EVERY_MS);
  }

  /** The person left the pane: nobody is there to read the answers. */
  end() {
    for (const type of ['answer', 'world']) this.store.removeEventListener(type, this.look);
    clearInterval(this.timer);
  }

  /** @param {string} place of a button: chat, message, row and column @returns {number} taps that wait there */
  count(place) {
    const waiting = [...this.#waiting.values()].filter((press) => press.place === place).length;
    return waiting + (this.#leaving.get(place) ?? 0);
  }

  /** @param {number} chat @param {number} message @param {number} row @param {number} column */
  async press(chat, message, row, column) {
    const place = placeOf(chat, message, row, column);
    this.#leave(place, 1);
    try {
      const press = { chat, message_id: message, button: [row, column] };
      const answer = await act(this.person, 'press', press);
      if (!answer.callback_id) this.hooks.followed(answer);
      else if (answer.answered) this.hooks.answered(answer);
      else this.#waiting.set(String(answer.callback_id), { place, at: this.store.now() });
    } catch (error) {
      this.hooks.failed(error);
    } finally {
      this.#leave(place, -1);
    }
    // The answer may have come before we knew what to wait for.
    await this.#look();
  }

  #leave(place, step) {
    this.#leaving.set(place, (this.#leaving.get(place) ?? 0) + step);
    this.hooks.changed();
  }

  async #look() {
    await Promise.all([...this.#waiting].map(([id, press]) => this.#check(id, press)));
  }

  async #check(id, press) {
    let answer;
    try {
      answer = await get(`callbacks/${encodeURIComponent(id)}`);
    } catch (error) {
      if (error.status === 0) return;
      answer = null;
    }
    const expired = this.store.now() - press.at > EXPIRES_MS;
    if (answer && !answer.answered && !expired) return;
    // Two looks may run at once; only the first one to come here tells.
    if (!this.#waiting.delete(id)) return;
    if (answer?.answered) this.hooks.answered(answer);
    else this.hooks.failed(new Error('The bot did not answer this tap.'));
    this.hooks.changed();
  }
}

/** @returns {string} */
export const placeOf = (chat, message, row, column) => [chat, message, row, column].join(' ');

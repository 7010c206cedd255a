// The strip along the bottom: the bot's program and its newest call, opening to all calls and to faults.

import { post } from './api.js';
import { Calls, statusOf } from './calls.js';
import { h, icon, setAttribute, setText } from './dom.js';
import { Faults } from './faults.js';
import { chatName, plural } from './words.js';

/**
 * How the program ended, in words: a negative number is the signal that ended it.
 * @param {number | null | undefined} exit
 */
const ended = (exit) => (exit == null ? '' : exit < 0 ? ': the plug was pulled' : exit === 0 ? '' : `: it ended with ${exit}`);

const STATES = { running: 'The bot runs', stopped: 'The bot is stopped', none: 'The bot runs elsewhere' };

export class Strip {
  /** @param {import('./store.js').Store} store @param {HTMLElement} element
   * @param {{zone: () => string, said: (words: string) => void}} hooks */
  constructor(store, element, hooks) {
    this.store = store;
    this.element = element;
    this.said = hooks.said;
    this.calls = new Calls(store, { zone: hooks.zone, changed: () => this.#renderNewest() });
    this.faults = new Faults(store, hooks.said);
    this.#build();
  }

  #build() {
    this.state = h('span.state', { role: 'status' });
    const button = (label, action, ...kids) => h('button', { type: 'button', 'aria-label': label,
      onclick: () => this.#process(action) }, ...kids);
    this.kill = button('Pull the plug', 'kill', icon('plug'), h('span', null, 'Pull the plug'));
    this.stop = button('Stop the bot gently', 'terminate', 'Stop the bot gently');
    this.start = button('Start again', 'start', 'Start again');
    this.newest = h('span.newest', { 'aria-hidden': 'true' });
    this.wrong = h('span.wrong', { role: 'status' });
    this.toggle = h('button.toggle', { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'strip-body',
      onclick: () => this.open(this.body.hidden) }, icon('down'), h('span', null, 'Behind the scenes'));
    this.body = h('div.strip-body', { id: 'strip-body', hidden: true,
      onkeydown: (event) => event.key === 'Escape' && this.open(false) }, this.calls.element, this.faults.element);
    this.faults.element.append(this.stop);
    this.element.append(h('div.strip-bar', null, this.state, this.kill, this.start, this.newest, this.wrong, this.toggle),
      this.body);
  }

  /** @param {boolean} on */
  open(on) {
    this.body.hidden = !on;
    setAttribute(this.toggle, 'aria-expanded', String(on));
    this.element.classList.toggle('open', on);
    if (!on) this.toggle.focus();
  }

  async #process(action) {
    try {
      await post('process', { action });
      await this.store.refreshWorld();
    } catch (error) {
      this.said(error.message);
    }
  }

  #renderNewest() {
    const call = this.calls.newest;
    if (!call) return this.newest.replaceChildren();
    const chat = chatName(this.store.world, call.chat_id);
    return this.newest.replaceChildren(h('b', null, call.method), h('bdi', null, chat), statusOf(call));
  }

  render() {
    const { process, faults } = this.store.world;
    const state = process?.state ?? 'none';
    setAttribute(this.state, 'class', `state ${state}`);
    setText(this.state, STATES[state] + (state === 'stopped' ? ended(process.exit) : ''));
    this.#keepFocus(() => {
      this.kill.hidden = state !== 'running';
      this.stop.hidden = state !== 'running';
      this.start.hidden = state !== 'stopped';
    });
    setText(this.wrong, faults.length ? `${plural(faults.length, 'fault')} on` : '');
    this.faults.render();
  }

  /** "Pull the plug" gives way to "Start again": whoever pressed it by keyboard stands on the other. */
  #keepFocus(change) {
    const had = [this.kill, this.stop, this.start].includes(document.activeElement);
    change();
    if (had) (this.start.hidden ? this.kill : this.start).focus();
  }
}

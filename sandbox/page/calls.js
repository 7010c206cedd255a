// The bot's calls as they happen, newest first, each opening to what was sent and what came back.

import { get, query } from './api.js';
import { h, reconcile } from './dom.js';
import { coalesced } from './store.js';
import { exactTimeOf } from './time.js';
import { chatName } from './words.js';

/** @typedef {import('./types.js').Call} Call */

/** More would make the page heavy and nobody scrolls that far: the control API has them all. */
const KEPT = 200;

export class Calls {
  /** @type {Call[]} oldest first */
  #calls = [];
  #world = '';

  /** @param {import('./store.js').Store} store @param {{zone: () => string, changed: () => void}} hooks */
  constructor(store, hooks) {
    this.store = store;
    this.hooks = hooks;
    this.polls = h('input', { type: 'checkbox', onchange: () => this.render() });
    this.filter = h('input', { type: 'search', placeholder: 'method or chat', 'aria-label': 'Filter calls',
      oninput: () => this.render() });
    this.list = h('ol.calls', { 'aria-label': 'Calls, newest first', tabindex: 0 });
    this.element = h('section.block.calls-block', { 'aria-labelledby': 'calls-title' },
      h('div.line', null, h('h2', { id: 'calls-title' }, 'What the bot asks of Telegram'), this.filter,
        h('label.choice', null, this.polls, 'getUpdates too')), this.list);
    const read = coalesced(() => this.#read());
    store.addEventListener('call', () => read().catch(() => {}));
  }

  /** @returns {Call|undefined} */
  get newest() {
    return this.#calls.findLast((call) => call.method !== 'getUpdates');
  }

  /** Forgets what an earlier life of the server said: its numbers may begin anew. */
  restart() {
    this.#calls = [];
  }

  async #read() {
    const since = this.#calls.at(-1)?.seq;
    const fresh = await get(`calls?${query({ since, limit: KEPT })}`);
    const known = new Set(this.#calls.map((call) => call.seq));
    this.#calls = [...this.#calls, ...fresh.filter((call) => !known.has(call.seq))].slice(-KEPT);
    this.render();
    this.hooks.changed();
    // A fault that was to happen a few times may be over now; nothing else tells so.
    if (fresh.some((call) => call.fault)) await this.store.refreshWorld();
  }

  #shown() {
    const wanted = this.filter.value.trim().toLowerCase();
    const calls = this.#calls.filter((call) => this.polls.checked || call.method !== 'getUpdates');
    return calls.reverse().filter((call) =>
      !wanted || `${call.method} ${chatName(this.store.world, call.chat_id)}`.toLowerCase().includes(wanted));
  }

  render() {
    const shown = this.#shown();
    const rows = shown.length ? shown : [{ seq: 'none', none: true }];
    reconcile(this.list, rows, (call) => String(call.seq), (call) =>
      (call.none ? h('li.nothing', null, 'No calls yet. They appear here as the bot makes them.') : this.#row(call)));
  }

  /** @param {Call} call */
  #row(call) {
    const details = h('details', null, h('summary', null,
      h('time', null, exactTimeOf(Date.parse(call.at), this.hooks.zone())), h('b', null, call.method),
      h('bdi.chat', null, chatName(this.store.world, call.chat_id)), statusOf(call),
      h('span.ms', null, `${Math.round(call.duration_ms)} ms`)));
    // Written only when somebody looks: most calls are never opened.
    details.addEventListener('toggle', () => {
      const { params, result, description, fault } = call;
      const told = { params, result, description, fault };
      if (details.children.length < 2) details.append(h('pre', { tabindex: 0 }, JSON.stringify(told, null, 2)));
    }, { once: true });
    return h('li', null, details);
  }
}

/** @param {Call} call */
export function statusOf(call) {
  const good = call.status >= 200 && call.status < 300;
  const words = good ? 'ok' : String(call.error_code ?? (call.status || 'cut'));
  const kind = typeof call.fault === 'object' ? call.fault?.kind : call.fault;
  return h(good ? 'span.status' : 'span.status.bad', { title: call.description ?? '' },
    kind && String(kind) !== words ? `${words}, ${String(kind).replace('_', ' ')}` : words);
}

// Things that go wrong on demand: faults by method and chat, a slow network, Telegram's flood limits.

import { post, remove } from './api.js';
import { h, reconcile, setText } from './dom.js';
import { chatName, plural } from './words.js';

const KINDS = {
  429: '429, too many requests', 500: '500, server error', slow: 'Slow answer',
  cut_before: 'Cut, nothing done', cut_after: 'Cut, but done', error: 'Another error',
};
const METHODS = ['sendMessage', 'editMessageText', 'editMessageReplyMarkup', 'deleteMessage', 'answerCallbackQuery',
  'pinChatMessage', 'sendPhoto', 'sendDocument', 'getUpdates', 'getChatMember', 'getChatAdministrators'];
/** Which extra field a kind needs. */
const EXTRA = { 429: ['retry_after', 'Seconds to wait', 5], slow: ['seconds', 'Seconds', 3],
  error: ['error_code', 'Code', 400] };

export class Faults {
  /** @param {import('./store.js').Store} store @param {(words: string) => void} said */
  constructor(store, said) {
    this.store = store;
    this.said = said;
    this.#build();
  }

  #build() {
    this.list = h('ul.faults', { 'aria-label': 'Faults that are on' });
    this.allOff = h('button', { type: 'button', onclick: () => this.#do(() => remove('faults')) }, 'All off');
    this.chat = h('select', { name: 'chat' });
    this.kind = h('select', { name: 'kind', onchange: () => this.#kindChanged() },
      ...Object.entries(KINDS).map(([value, label]) => h('option', { value }, label)));
    this.extraLabel = h('span');
    this.extra = h('input', { name: 'extra', type: 'number', min: 0, max: 3600 });
    this.extraField = h('label', null, this.extraLabel, this.extra);
    const method = h('input', { name: 'method', list: 'methods', placeholder: 'any method', autocomplete: 'off',
      spellcheck: 'false' });
    this.form = h('form', { 'aria-label': 'New fault', onsubmit: (event) => this.#add(event) },
      h('label', null, h('span', null, 'Fault'), this.kind), this.extraField,
      h('label', null, h('span', null, 'Method'), method), h('label', null, h('span', null, 'Chat'), this.chat),
      h('label', null, h('span', null, 'How many'), h('input', { name: 'much', type: 'number', min: 1, max: 10_000,
        value: 1, required: true })),
      h('label', null, h('span', null, 'Counted in'), h('select', { name: 'by' },
        h('option', { value: 'count' }, 'calls'), h('option', { value: 'share' }, '% of calls'))),
      h('button.primary', { type: 'submit' }, 'Switch on'),
      h('datalist', { id: 'methods' }, ...METHODS.map((value) => h('option', { value }))));
    this.element = h('section.block', { 'aria-labelledby': 'faults-title' },
      h('div.line', null, h('h2', { id: 'faults-title' }, 'Make something go wrong'), this.allOff),
      this.list, this.form, this.#speed());
    this.#kindChanged();
  }

  #speed() {
    this.latency = h('input', { name: 'ms', type: 'number', min: 0, max: 60_000, step: 10, required: true });
    this.limits = h('input', { type: 'checkbox', onchange: () =>
      this.#do(() => post('limits', { enabled: this.limits.checked })) });
    return h('div.line.speed', null,
      h('form.line', { 'aria-label': 'Network delay', onsubmit: (event) => {
        event.preventDefault();
        this.#do(() => post('latency', { ms: Number(this.latency.value) }));
      } }, h('label', null, h('span', null, 'Network delay, ms'), this.latency), h('button', { type: 'submit' }, 'Set')),
      h('label.choice', null, this.limits, 'Telegram’s flood limits'));
  }

  #kindChanged() {
    const [, label, value] = EXTRA[this.kind.value] ?? ['', '', 0];
    this.extraField.hidden = !label;
    setText(this.extraLabel, label);
    this.extra.value = String(value);
  }

  async #add(event) {
    event.preventDefault();
    const given = new FormData(this.form);
    const much = Number(given.get('much'));
    const kind = String(given.get('kind'));
    const fault = { kind, method: String(given.get('method')).trim() || '*' };
    if (given.get('chat')) fault.chat = Number(given.get('chat'));
    if (given.get('by') === 'count') fault.count = much;
    else fault.share = Math.min(much, 100) / 100;
    if (EXTRA[kind]) fault[EXTRA[kind][0]] = Number(given.get('extra'));
    await this.#do(() => post('faults', fault));
  }

  /** What the server refuses is said; what it took comes back as an event, and is drawn then. */
  async #do(work) {
    try {
      await work();
      await this.store.refreshWorld();
    } catch (error) {
      this.said(error.message);
    }
  }

  render() {
    const { world } = this.store;
    this.allOff.hidden = !world.faults.length;
    reconcile(this.list, world.faults, (fault) => String(fault.id), (fault) => {
      const off = h('button', { type: 'button', onclick: () => this.#do(() => remove(`faults/${fault.id}`)) }, 'Off');
      return h('li', null, h('span'), off);
    }, (item, fault) => {
      setText(item.firstChild, describe(fault, world));
      item.lastChild.setAttribute('aria-label', `Off: ${describe(fault, world)}`);
    });
    const chats = [{ id: '', name: 'any chat' }, ...[...world.chats.filter(({ type }) => type !== 'private'),
      ...world.people].map(({ id }) => ({ id, name: chatName(world, id) }))];
    reconcile(this.chat, chats, ({ id }) => String(id), ({ id }) => h('option', { value: id }),
      (option, { name }) => setText(option, name));
    // A field that somebody is in is theirs until they leave it.
    if (document.activeElement !== this.latency) this.latency.value = String(world.latency_ms ?? 0);
    this.limits.checked = world.limits?.enabled ?? Boolean(world.limits);
  }
}

/** @param {any} fault @param {import('./types.js').World} world */
export function describe(fault, world) {
  const where = fault.method && fault.method !== '*' ? fault.method : 'any call';
  const chat = fault.chat ? ` in ${chatName(world, fault.chat)}` : '';
  const much = fault.share ? `${Math.round(fault.share * 100)} % of the time`
    : `${plural(fault.left ?? fault.remaining ?? fault.count ?? 0, 'more time')}`;
  return `${KINDS[fault.kind] ?? fault.kind}: ${where}${chat}, ${much}`;
}

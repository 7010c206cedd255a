// The world's clock: what time it is there, and every way to move it.

import { post } from './api.js';
import { h, reconcile, setAttribute, setText } from './dom.js';
import { dateOf, exactTimeOf, fromWallTime, isZone, timeOf, wallTime } from './time.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const JUMPS = [['+1 min', MINUTE], ['+10 min', 10 * MINUTE], ['+1 hour', HOUR], ['+1 day', DAY], ['+1 week', 7 * DAY]];
const UNITS = { minutes: MINUTE, hours: HOUR, days: DAY };

export class Clock {
  /**
   * @param {import('./store.js').Store} store
   * @param {{face: HTMLElement, moments: HTMLElement, panel: HTMLElement}} places
   * @param {{zone: string, zoneChanged: (zone: string) => void, said: (words: string) => void}} hooks
   */
  constructor(store, places, hooks) {
    this.store = store;
    this.places = places;
    this.hooks = hooks;
    this.zone = hooks.zone;
    this.#build();
    setInterval(() => this.#tick(), 1000);
  }

  #build() {
    this.time = h('span.time');
    this.date = h('span.date');
    this.places.face.append(this.time, this.date);
    this.moments = h('div.jumps', { role: 'group', 'aria-label': 'Moments' });
    this.at = h('input', { type: 'datetime-local', name: 'at', required: true });
    this.zoneField = h('input', { name: 'zone', list: 'zones', value: this.zone, autocomplete: 'off', spellcheck: 'false',
      onchange: () => this.#chooseZone() });
    const quick = JUMPS.map(([label, seconds]) =>
      h('button', { type: 'button', onclick: () => this.#move({ advance: seconds }) }, label));
    this.places.panel.append(
      h('h2', null, 'Move the clock'), this.moments,
      h('div.jumps', { role: 'group', 'aria-label': 'Move forward' }, ...quick), this.#advanceForm(), this.#setForm(),
      h('label.field', null, h('span', null, 'Time zone shown'), this.zoneField), zoneList(),
      h('button.quiet', { type: 'button', onclick: () => this.#move({ reset: true }) }, 'Back to this computer’s time'));
    this.places.panel.addEventListener('toggle', (event) => {
      if (event.newState === 'open') this.at.value = wallTime(this.store.now(), this.zone);
    });
  }

  #advanceForm() {
    const count = h('input', { type: 'number', name: 'count', min: 1, max: 100_000, value: 30, required: true });
    const unit = h('select', { name: 'unit', 'aria-label': 'Unit' }, ...Object.keys(UNITS).map((name) =>
      h('option', { value: name }, name)));
    return h('form.line', { 'aria-label': 'Advance', onsubmit: (event) => {
      event.preventDefault();
      this.#move({ advance: Number(count.value) * UNITS[unit.value] });
    } }, h('label', null, h('span', null, 'Forward by'), count), unit, h('button', { type: 'submit' }, 'Advance'));
  }

  #setForm() {
    return h('form.line', { 'aria-label': 'Set', onsubmit: (event) => {
      event.preventDefault();
      this.#move({ set: iso(fromWallTime(this.at.value, this.zone)) });
    } }, h('label', null, h('span', null, 'Set to'), this.at), h('button', { type: 'submit' }, 'Set'));
  }

  #chooseZone() {
    const ok = isZone(this.zoneField.value);
    this.zoneField.setCustomValidity(ok ? '' : 'No such time zone; for example Europe/London');
    this.zoneField.reportValidity();
    if (!ok) return;
    this.zone = this.zoneField.value;
    this.at.value = wallTime(this.store.now(), this.zone);
    this.hooks.zoneChanged(this.zone);
    this.render();
  }

  /** @param {object} how as POST /control/clock takes it */
  async #move(how) {
    try {
      const { now } = await post('clock', how);
      const at = Date.parse(now);
      this.at.value = wallTime(at, this.zone);
      this.hooks.said(`It is now ${dateOf(at, this.zone)}, ${timeOf(at, this.zone)}.`);
    } catch (error) {
      this.hooks.said(error.message);
    }
  }

  #tick() {
    if (!this.store.world) return;
    const now = this.store.now();
    setText(this.time, exactTimeOf(now, this.zone));
    setText(this.date, dateOf(now, this.zone));
    setAttribute(this.places.face, 'aria-label',
      `World time ${timeOf(now, this.zone)}, ${dateOf(now, this.zone)}. Move the clock`);
  }

  /** Called when the world has changed. */
  render() {
    this.#tick();
    for (const place of [this.moments, this.places.moments]) {
      place.hidden = !this.store.world.moments.length;
      reconcile(place, this.store.world.moments, ({ label }) => label,
        ({ label }) => h('button', { type: 'button' }, label),
        (button, moment) => this.#patchMoment(button, moment));
    }
  }

  /** The clock runs forward only for a bot: what has passed can be seen, but not gone back to by a slip. */
  #patchMoment(button, { at }) {
    const instant = Date.parse(at);
    button.disabled = instant <= this.store.now();
    setAttribute(button, 'title', `${dateOf(instant, this.zone)}, ${timeOf(instant, this.zone)}`);
    button.onclick = () => this.#move({ set: at });
  }
}

/** @param {number} at ms */
const iso = (at) => new Date(at).toISOString().replace('.000', '');

function zoneList() {
  return h('datalist', { id: 'zones' }, ...Intl.supportedValuesOf('timeZone').map((zone) => h('option', { value: zone })));
}

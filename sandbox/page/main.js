// Puts the page together: the panes, the clock, the strip, and what keeps them true.

import { Clock } from './clock.js';
import { addPerson, exampleWorld } from './dialogs.js';
import { h, reconcile, setAttribute, setText } from './dom.js';
import { follow } from './live.js';
import { Pane } from './pane.js';
import { Store } from './store.js';
import { Strip } from './strip.js';
import { chosenZone } from './time.js';
import { chatsOf, fullName, plural } from './words.js';

const PANES = 3;
const NARROW = matchMedia('(max-width: 1019px)');

const place = (id) => document.getElementById(id);
const store = new Store();
/** @type {Pane[]} */
const panes = [];
let current = 0;

const said = (words) => {
  const note = h('div.toast', null, words);
  place('said').replaceChildren(note);
  setTimeout(() => note.remove(), 5_000);
};
const clock = new Clock(store, { face: place('clock'), moments: place('moments'), panel: place('clock-panel') },
  { zone: chosenZone(), said, zoneChanged: () => panes.forEach((pane) => pane.render()) });
const strip = new Strip(store, place('strip'), { zone: () => clock.zone, said });

/** A phone is looked at while the page is, and on a narrow screen only when its tab is open. */
const visible = (pane) => document.visibilityState === 'visible' && (!NARROW.matches || pane.number === current);

/** Each person keeps their pane; a free pane takes the next person nobody holds yet. */
function seatPeople() {
  const ids = store.world.people.map((person) => person.id);
  while (panes.length < Math.min(PANES, ids.length)) panes.push(newPane());
  for (const pane of panes.splice(ids.length)) pane.presses?.end();
  for (const pane of panes) if (!ids.includes(pane.personId)) pane.personId = 0;
  const free = ids.filter((id) => !panes.some((pane) => pane.personId === id));
  for (const pane of panes) if (!pane.personId) pane.setPerson(free.shift());
  reconcile(place('panes'), panes, (pane) => String(pane.number), (pane) => pane.element);
  current = Math.max(0, Math.min(current, panes.length - 1));
}

function newPane() {
  return new Pane(store, panes.length, { zone: () => clock.zone, visible, choose, unreadChanged: renderTabs });
}

/** Whoever is on another pane swaps places, so that nobody is there twice. */
function choose(pane, person) {
  const other = panes.find((each) => each.personId === person);
  other?.setPerson(pane.personId);
  pane.setPerson(person);
  store.follow(panes.map((each) => each.personId)).catch(() => {});
  render();
}

function render() {
  seatPeople();
  if (panes.length) store.follow(panes.map((pane) => pane.personId)).catch(() => {});
  const { bot, people } = store.world;
  setText(place('bot'), bot?.username ? `with @${bot.username}` : '');
  place('empty').hidden = people.length > 0;
  place('panes').hidden = !people.length;
  for (const pane of panes) pane.render();
  clock.render();
  strip.render();
  renderTabs();
}

function renderTabs() {
  const tabs = place('tabs');
  tabs.hidden = !NARROW.matches || panes.length < 2;
  reconcile(tabs, panes, (pane) => String(pane.number), (pane) => h('button', {
    type: 'button', role: 'tab', id: `tab-${pane.number}`, 'aria-controls': pane.element.id,
    onclick: () => show(pane.number) }, h('span', { dir: 'auto' }), h('span.unread')), (tab, pane) => {
    const unread = chatsOf(store.world, pane.personId)
      .reduce((sum, chat) => sum + store.unread(pane.personId, chat.id).length, 0);
    const name = fullName(pane.person);
    setText(tab.firstChild, name.split(' ')[0]);
    setText(tab.lastChild, unread ? String(unread) : '');
    tab.lastChild.hidden = !unread;
    setAttribute(tab, 'aria-label', unread ? `${name}, ${plural(unread, 'unread message')}` : name);
    setAttribute(tab, 'aria-selected', String(pane.number === current));
    setAttribute(tab, 'tabindex', pane.number === current ? '0' : '-1');
  });
  for (const pane of panes) arrange(pane);
}

/** On a phone the panes are tab panels, beside one another they are plain regions. */
function arrange(pane) {
  const tabbed = NARROW.matches && panes.length > 1;
  setAttribute(pane.element, 'role', tabbed ? 'tabpanel' : null);
  pane.element.hidden = tabbed && pane.number !== current;
  pane.log.speak(pane.number === current);
}

/** @param {number} number */
function show(number) {
  current = number;
  renderTabs();
  panes[number]?.render();
}

place('tabs').addEventListener('keydown', (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  show((current + step + panes.length) % panes.length);
  place(`tab-${current}`).focus();
});
place('panes').addEventListener('focusin', (event) => {
  const pane = panes.find((each) => each.element.contains(event.target));
  if (!pane || pane.number === current) return;
  current = pane.number;
  renderTabs();
});
document.addEventListener('keydown', (event) => {
  const number = event.altKey && !event.ctrlKey ? Number(event.code.replace('Digit', '')) - 1 : -1;
  if (!panes[number]) return;
  event.preventDefault();
  show(number);
  panes[number].composer.field.focus();
});
document.addEventListener('visibilitychange', () => store.world && render());
NARROW.addEventListener('change', () => store.world && render());
place('example').addEventListener('click', () => exampleWorld().catch((error) => said(error.message)));
place('add-person').addEventListener('click', () => addPerson().catch((error) => said(error.message)));

store.addEventListener('world', render);
store.addEventListener('transcript', ({ detail }) => {
  const pane = panes.find((each) => each.personId === detail.person);
  pane?.render();
  renderTabs();
});
store.addEventListener('typing', ({ detail }) => panes.forEach((pane) => pane.showTyping(detail.chat)));
store.addEventListener('connection', ({ detail }) => {
  if (!detail) strip.calls.restart();
  place('lost').hidden = detail;
});

follow({ load: () => store.load(), onEvents: (events) => store.handle(events),
  onState: (connected) => store.setConnected(connected) });

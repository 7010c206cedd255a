// The few windows that ask for something. Each is a real <dialog>: focus stays inside, Esc closes, focus goes back.

import { post } from './api.js';
import { h } from './dom.js';
import { chatsOf, fullName } from './words.js';

/** @typedef {import('./types.js').World} World */

/**
 * @param {string} title
 * @param {Node[]} fields
 * @param {string} yes the word on the button that agrees
 * @returns {Promise<FormData|null>} null when it was closed
 */
function ask(title, fields, yes) {
  return new Promise((resolve) => {
    const form = h('form', { method: 'dialog' }, h('h2', null, title), ...fields,
      h('div.choices', null,
        h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
        h('button.primary', { type: 'submit', value: 'yes' }, yes)));
    const dialog = h('dialog', { 'aria-label': title }, form);
    dialog.addEventListener('close', () => {
      const agreed = dialog.returnValue === 'yes';
      dialog.remove();
      resolve(agreed ? new FormData(form) : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

const field = (label, name, more = {}) =>
  h('label.field', null, h('span', null, label), h('input', { name, autocomplete: 'off', ...more }));

const choice = (type, name, value, label, checked = false) =>
  h('label.choice', null, h('input', { type, name, value: String(value), checked }), h('bdi', null, label));

/** A callback's alert, as Telegram shows it. @param {string} name whose phone @param {string} text */
export function alertDialog(name, text) {
  const dialog = h('dialog.alert', { role: 'alertdialog', 'aria-label': `${name}’s phone` },
    h('form', { method: 'dialog' }, h('p', { dir: 'auto' }, text),
      h('div.choices', null, h('button.primary', { type: 'submit' }, 'OK'))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {string} title @param {string} label @returns {Promise<string>} empty when it was closed */
export async function askName(title, label) {
  const answer = await ask(title, [field(label, 'name', { required: true, maxlength: 128 })], 'Create');
  return String(answer?.get('name') ?? '');
}

/** @returns {Promise<object|null>} the new person */
export async function addPerson() {
  const answer = await ask('Add a person', [
    field('First name', 'first_name', { required: true, maxlength: 64 }),
    field('Last name', 'last_name', { maxlength: 64 }),
    field('Username', 'username', { pattern: '[A-Za-z0-9_]{3,32}', title: '3 to 32 letters, digits or _' }),
    field('Language', 'language_code', { placeholder: 'en', maxlength: 8 }),
  ], 'Add');
  if (!answer) return null;
  const known = [...answer].filter(([, value]) => value !== '');
  return post('people', Object.fromEntries(known));
}

/** @param {World} world @param {number} creator @returns {Promise<object|null>} the new group */
export async function addGroup(world, creator) {
  const others = world.people.filter((person) => person.id !== creator);
  const answer = await ask('A new group', [
    field('Title', 'title', { required: true, maxlength: 128 }),
    h('fieldset', null, h('legend', null, 'Members'),
      ...others.map((person) => choice('checkbox', 'members', person.id, fullName(person), true))),
    h('fieldset', null, h('legend', null, 'The bot'), choice('radio', 'bot', 'administrator', 'as an administrator', true),
      choice('radio', 'bot', 'member', 'as a member'), choice('radio', 'bot', '', 'not in it')),
    choice('checkbox', 'forum', '1', 'With topics'),
  ], 'Create');
  if (!answer) return null;
  return post('groups', { title: answer.get('title'), creator, members: answer.getAll('members').map(Number),
    bot: answer.get('bot') || null, forum: answer.has('forum') });
}

/** @param {World} world @param {number} self @param {number} most @returns {Promise<number[]|null>} */
export async function pickPeople(world, self, most) {
  const type = most > 1 ? 'checkbox' : 'radio';
  const others = world.people.filter((person) => person.id !== self);
  const answer = await ask(most > 1 ? 'Choose people' : 'Choose a person',
    [h('fieldset', null, ...others.map((person, index) =>
      choice(type, 'person', person.id, fullName(person), !index && most === 1)))], 'Share');
  const chosen = answer?.getAll('person').map(Number).slice(0, most);
  return chosen?.length ? chosen : null;
}

/** @param {World} world @param {number} self @returns {Promise<number|null>} the id of a group they are in */
export async function pickChat(world, self) {
  const groups = chatsOf(world, self).filter((chat) => chat.type !== 'private');
  const answer = await ask('Choose a group',
    [h('fieldset', null, ...groups.map((chat, index) => choice('radio', 'chat', chat.id, chat.title, !index)))], 'Share');
  return Number(answer?.get('chat')) || null;
}

/** Three people and a group with the bot, for somebody who opened an empty world. */
export async function exampleWorld() {
  const people = [];
  for (const [first, last] of [['Mara', 'Okafor'], ['Ines', 'Duarte'], ['Jo', 'Whitfield']])
    people.push(await post('people', { first_name: first, last_name: last }));
  const [mara, ines, jo] = people.map((person) => person.id);
  await post('groups', { title: 'Calderwood parents', creator: jo, members: [mara, ines], bot: 'administrator' });
}

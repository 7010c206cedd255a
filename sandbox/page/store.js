// What the page knows: the world and the transcripts, each read again when an event says that it changed.

import { get, query } from './api.js';
import { chatsOf, otherGroups, senderOf } from './words.js';

/** @typedef {import('./types.js').World} World */
/** @typedef {import('./types.js').Message} Message */

/** Runs `work` now, and once more afterwards if it was asked for meanwhile: many events, one reading. */
export function coalesced(work) {
  let running = null;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await work();
      } while (again);
    })();
    try {
      await running;
    } finally {
      running = null;
    }
  };
}

/**
 * Events: `world`, `transcript` (detail {person, chat}), `answer`, `call`, `typing` (detail {chat}), `connection` (detail: bool).
 */
export class Store extends EventTarget {
  /** @type {World|null} */
  world = null;
  connected = true;
  /** Ids of the people whose chats are followed. @type {number[]} */
  followed = [];
  #worldReadAt = 0;
  /** @type {Map<string, Message[]>} */
  #transcripts = new Map();
  /** The last message that a person has seen of a chat. @type {Map<string, number>} */
  #read = new Map();
  /** Chats that were there when their person came on the page: their past counts as read. @type {Set<string>} */
  #past = new Set();
  /** @type {Map<string, () => Promise<void>>} */
  #readers = new Map();
  #reloadWorld = coalesced(() => this.#readWorld());

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** The world's time in ms: the last one told, and what passed here since. */
  now() {
    return this.world ? Date.parse(this.world.now) + (performance.now() - this.#worldReadAt) : Date.now();
  }

  /** Reads everything. @returns {Promise<number>} the sequence number to follow from */
  async load() {
    await this.#readWorld();
    const { seq } = this.world;
    await this.refreshAll();
    // What the strip shows and what presses wait for may have changed while nobody listened.
    this.tell('call');
    this.tell('answer');
    return seq;
  }

  refreshWorld() {
    return this.#reloadWorld();
  }

  async #readWorld() {
    const world = await get('world');
    this.world = world;
    this.#worldReadAt = performance.now();
    this.tell('world');
  }

  /** @param {boolean} connected */
  setConnected(connected) {
    if (this.connected === connected) return;
    this.connected = connected;
    this.tell('connection', connected);
  }

  /** @param {number[]} people whose chats are to be followed from now on */
  async follow(people) {
    const fresh = people.filter((person) => !this.followed.includes(person));
    this.followed = people;
    for (const person of fresh)
      for (const chat of chatsOf(this.world, person)) this.#past.add(`${person} ${chat.id}`);
    await Promise.all(fresh.map((person) => this.refreshPerson(person)));
  }

  async refreshAll() {
    await Promise.all(this.followed.map((person) => this.refreshPerson(person)));
  }

  /** @param {number} person */
  async refreshPerson(person) {
    await Promise.all(chatsOf(this.world, person).map((chat) => this.refresh(person, chat.id)));
  }

  /** @param {number} person @param {number} chat */
  refresh(person, chat) {
    const key = `${person} ${chat}`;
    if (!this.#readers.has(key)) this.#readers.set(key, coalesced(() => this.#readTranscript(person, chat, key)));
    return this.#readers.get(key)();
  }

  async #readTranscript(person, chat, key) {
    let messages = [];
    try {
      messages = (await get(`transcript?${query({ chat, person })}`)).filter((message) => !message.deleted);
    } catch (error) {
      // A chat nobody has written in, or that the person may not see, reads as empty; no connection is another matter.
      if (error.status === 0 || error.status >= 500) throw error;
    }
    const last = messages.at(-1)?.message_id ?? 0;
    // A mark never points past the end: message ids begin anew when the world is emptied.
    const mark = this.#read.get(key) ?? (this.#past.has(key) ? last : 0);
    this.#read.set(key, Math.min(mark, last));
    this.#transcripts.set(key, messages);
    this.tell('transcript', { person, chat });
  }

  /** @param {number} person @param {number} chat @returns {Message[]} */
  messages(person, chat) {
    return this.#transcripts.get(`${person} ${chat}`) ?? [];
  }

  /** @param {number} person @param {number} chat */
  isLoaded(person, chat) {
    return this.#transcripts.has(`${person} ${chat}`);
  }

  /** @param {number} person @param {number} chat @returns {Message[]} */
  unread(person, chat) {
    const mark = this.#read.get(`${person} ${chat}`) ?? 0;
    return this.messages(person, chat).filter(
      (message) => message.message_id > mark && senderOf(message, this.world).id !== person,
    );
  }

  /** @param {number} person @param {number} chat @returns {boolean} whether anything became read by it */
  markRead(person, chat) {
    const had = this.unread(person, chat).length > 0;
    this.#read.set(`${person} ${chat}`, this.messages(person, chat).at(-1)?.message_id ?? 0);
    return had;
  }

  /** @param {import('./types.js').LiveEvent[]} events */
  handle(events) {
    const types = new Set(events.map((event) => event.type));
    const touched = ['message', 'edit', 'delete', 'pin', 'member'];
    const chats = new Set(events.filter((event) => touched.includes(event.type)).map((event) => event.chat));
    if (['clock', 'member', 'world', 'process'].some((type) => types.has(type))) this.#follow(this.#worldChanged());
    else for (const chat of chats) this.#follow(this.#chatChanged(chat));
    for (const type of ['answer', 'call']) if (types.has(type)) this.tell(type);
    for (const event of events) if (event.type === 'typing') this.tell('typing', { chat: event.chat });
  }

  /** A reading that fails here fails in the long poll too, which then loads everything anew. */
  #follow(reading) {
    reading.catch(() => {});
  }

  async #worldChanged() {
    await this.#reloadWorld();
    await this.refreshAll();
  }

  async #chatChanged(chat) {
    const all = [...this.world.chats, ...this.world.people];
    if (chat === undefined || !all.some((each) => each.id === chat)) return this.#worldChanged();
    const readers = this.followed.filter((person) => this.#mayRead(person, chat));
    return Promise.all(readers.map((person) => this.refresh(person, chat)));
  }

  #mayRead(person, chat) {
    return person === chat || !otherGroups(this.world, person).some((group) => group.id === chat);
  }
}

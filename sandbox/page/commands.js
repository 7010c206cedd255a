// The list of commands that opens while somebody types "/": a combobox as ARIA describes it.

import { h, reconcile, setAttribute, setText } from './dom.js';
import { suggestions } from './words.js';

let numbers = 0;

export class Suggestions {
  #found = [];
  #active = 0;
  /** Esc closes the list until the words change. */
  #dismissed = null;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {{commands: () => import('./types.js').Command[], send: (text: string) => void, complete: (text: string) => void}} hooks
   */
  constructor(field, hooks) {
    this.field = field;
    this.hooks = hooks;
    this.id = `commands-${(numbers += 1)}`;
    this.element = h('ul.commands', { id: this.id, role: 'listbox', 'aria-label': 'Commands', hidden: true });
    for (const [name, value] of Object.entries({
      role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': this.id, 'aria-expanded': 'false' }))
      setAttribute(field, name, value);
    field.addEventListener('blur', () => this.close());
    field.addEventListener('focus', () => this.update());
  }

  get open() {
    return !this.element.hidden;
  }

  /** Reads the field again. */
  update() {
    const typed = this.field.value;
    if (typed !== this.#dismissed) this.#dismissed = null;
    const found = this.#dismissed === null && document.activeElement === this.field
      ? suggestions(this.hooks.commands(), typed) : [];
    if (JSON.stringify(found) !== JSON.stringify(this.#found)) this.#active = 0;
    this.#found = found;
    this.#render();
  }

  close() {
    this.#found = [];
    this.#render();
  }

  #render() {
    this.element.hidden = !this.#found.length;
    setAttribute(this.field, 'aria-expanded', this.open ? 'true' : 'false');
    setAttribute(this.field, 'aria-activedescendant', this.open ? `${this.id}-${this.#active}` : null);
    const numbered = this.#found.map((command, index) => ({ ...command, index }));
    reconcile(this.element, numbered, ({ index }) => String(index),
      ({ index }) => h('li', { role: 'option', id: `${this.id}-${index}`,
        // The field keeps the focus, else the list would close before the tap is told.
        onmousedown: (event) => event.preventDefault(), onclick: () => this.#send(index) },
      h('span.name'), h('span.description', { dir: 'auto' })),
      (item, { command, description, index }) => {
        setText(item.firstChild, `/${command}`);
        setText(item.lastChild, description);
        setAttribute(item, 'aria-selected', index === this.#active ? 'true' : 'false');
        if (index === this.#active && this.open) item.scrollIntoView({ block: 'nearest' });
      });
  }

  #send(index) {
    const { command } = this.#found[index];
    this.close();
    this.hooks.send(`/${command}`);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was meant for the list */
  keydown(event) {
    if (!this.open) return false;
    const { length } = this.#found;
    if (event.key === 'ArrowDown') this.#active = (this.#active + 1) % length;
    else if (event.key === 'ArrowUp') this.#active = (this.#active + length - 1) % length;
    else if (event.key === 'Escape') {
      this.#dismissed = this.field.value;
      this.#found = [];
    } else if (event.key === 'Tab' && !event.shiftKey) this.hooks.complete(`/${this.#found[this.#active].command} `);
    else if (event.key === 'Enter' && !event.shiftKey) this.#send(this.#active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    this.#render();
    return true;
  }
}

// What the relay warns a publisher of: its stable code as a badge, what to do about it, since when and how often.
import { clock, el } from './format.js';

export class Warnings {
  #list;
  #shown = '';

  // list is a ul, hidden while there is nothing to warn of.
  constructor(list) {
    this.#list = list;
  }

  show(warnings = []) {
    const now = JSON.stringify(warnings);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#list.replaceChildren(...warnings.map(item));
    this.#list.hidden = warnings.length === 0;
  }
}

export function item({ code, text, since, count }) {
  const often = count > 1 ? `, ${count} times` : '';
  return el('li', {},
    el('span', { class: 'chip' }, code), ` ${text[0].toUpperCase()}${text.slice(1)}. `,
    el('span', { class: 'when' }, `Since ${clock(since)}${often}.`));
}

export function warned(anchor, ...codes) {
  return (anchor?.warnings ?? []).some(({ code }) => codes.includes(code));
}

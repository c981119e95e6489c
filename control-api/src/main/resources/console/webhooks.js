// Events for the applications' backends: a list for each state, and a button that sends one again.
import { wording } from './api.js';
import { clock, el, NONE, text } from './format.js';
import { eventInWords } from './words.js';

const EMPTY = {
  pending: 'Nothing waits to be delivered.',
  dead: 'No event was given up.',
  delivered: 'Nothing was delivered yet.',
};
const AS_MANY_OR_MORE = 200;
// An attempt that fails changes no count.
const AGAIN_MILLIS = 2000;

export class Webhooks {
  #body;
  #table;
  #empty;
  #error;
  #tabs;
  #api = null;
  #state = 'dead';
  #counts = { pending: 0, dead: 0 };
  #shown = '';
  #reading = false;
  #stale = false;

  constructor(root) {
    [this.#body, this.#table, this.#empty, this.#error] = ['rows', 'table', 'empty', 'error']
      .map((name) => root.querySelector(`#webhooks-${name}`));
    this.#tabs = [...root.querySelectorAll('#webhooks-states button')];
    for (const tab of this.#tabs) tab.addEventListener('click', () => this.#choose(tab.dataset.state));
    setInterval(() => {
      if (this.#api && this.#state === 'pending' && this.#counts.pending) this.#read();
    }, AGAIN_MILLIS);
  }

  use(api) {
    this.#api = api;
    this.#choose(this.#state);
  }

  stop() {
    this.#api = null;
  }

  // The relay tells that something changed.
  count(counts) {
    this.#counts = counts;
    this.#label();
    this.#read();
  }

  #choose(state) {
    this.#state = state;
    this.#label();
    this.#read();
  }

  #label() {
    const { pending, dead } = this.#counts;
    const words = { pending: `Pending ${pending}`, dead: `Given up ${dead}${dead >= AS_MANY_OR_MORE ? '+' : ''}`, delivered: 'Delivered' };
    for (const tab of this.#tabs) {
      text(tab, words[tab.dataset.state]);
      tab.setAttribute('aria-pressed', String(tab.dataset.state === this.#state));
    }
  }

  // One question at a time; what changes meanwhile is asked for behind it.
  async #read() {
    if (this.#reading || !this.#api) {
      this.#stale = this.#reading;
      return;
    }
    this.#reading = true;
    this.#stale = false;
    const state = this.#state;
    try {
      const { events } = await this.#api.events(state);
      if (state === this.#state) this.#show(events);
      this.#refused('');
    } catch (error) {
      this.#refused(wording(error));
    } finally {
      this.#reading = false;
    }
    if (this.#stale || state !== this.#state) this.#read();
  }

  // Rows that have not changed stay, so that a button keeps its focus.
  #show(events) {
    const now = JSON.stringify([this.#state, events]);
    if (now === this.#shown) return;
    this.#shown = now;
    const old = new Map([...this.#body.children].map((tr) => [tr.dataset.shown, tr]));
    this.#body.replaceChildren(...events.map((event) => old.get(JSON.stringify(event)) ?? this.#row(event)));
    text(this.#empty, EMPTY[this.#state]);
    this.#empty.hidden = events.length > 0;
    this.#table.hidden = events.length === 0;
  }

  #row(event) {
    const words = eventInWords(event);
    const again = el('button', { type: 'button', class: 'quiet', 'aria-label': `Send again: ${words}` }, 'Send again');
    again.addEventListener('click', () => this.#redeliver(again, event.id));
    return el('tr', { 'data-shown': JSON.stringify(event) },
      el('td', { class: 'wrap' }, words, el('span', { class: 'sub' }, [`type ${event.type}`, event.reason].filter(Boolean).join(' · '))),
      about(event),
      time(event.at),
      el('td', { class: 'n' }, String(event.attempts)),
      el('td', { class: 'wrap' }, event.lastFailure ?? NONE, settled(event)),
      el('td', { class: 'row-actions' }, event.state === 'pending' ? null : again));
  }

  async #redeliver(button, id) {
    button.disabled = true;
    try {
      await this.#api.redeliver(id);
      this.#read();
    } catch (error) {
      this.#refused(wording(error));
      button.disabled = false;
    }
  }

  #refused(message) {
    text(this.#error, message);
    this.#error.hidden = !message;
  }
}

// A room's event names its user, where there is one; a pull's its task.
function about({ sdkAppId, info }) {
  const who = String(info.UserId ?? info.TaskId ?? NONE);
  const where = info.RoomId === undefined ? [] : [String(info.RoomId)];
  return el('td', { class: 'named', title: who }, el('span', {}, who), el('span', { class: 'sub' }, [...where, `app ${sdkAppId}`].join(' · ')));
}

function time(millis) {
  return el('td', { title: new Date(millis).toLocaleString() }, clock(millis));
}

function settled({ state, settledAt }) {
  return settledAt ? el('span', { class: 'sub' }, `${state === 'dead' ? 'given up' : 'delivered'} at ${clock(settledAt)}`) : null;
}

// Sessions that have ended, newest first, each with the stable code and what it means.
import { clock, duration, el } from './format.js';
import { item } from './warnings.js';
import { inWords } from './words.js';

export class Sessions {
  #body;
  #table;
  #empty;
  #shown = '';

  constructor(body, table, empty) {
    this.#body = body;
    this.#table = table;
    this.#empty = empty;
  }

  show(sessions) {
    const ids = sessions.map((session) => session.id).join();
    if (ids === this.#shown) return;
    this.#shown = ids;
    this.#body.replaceChildren(...sessions.map(row));
    this.#empty.hidden = sessions.length > 0;
    this.#table.hidden = sessions.length === 0;
  }
}

function row(session) {
  return el('tr', {},
    el('td', { title: new Date(session.endedAt).toLocaleString() }, clock(session.endedAt)),
    el('td', {}, session.userId, el('span', { class: 'sub' }, `${session.roomId} · ${session.protocol}`)),
    el('td', {}, duration(session.endedAt - session.startedAt)),
    el('td', { class: 'wrap' }, el('strong', {}, session.code), el('span', { class: 'sub' }, why(session)), had(session)));
}

// What it was warned of while it lived.
function had({ userId, warnings }) {
  return warnings?.length ? el('ul', { class: 'warnings', 'aria-label': `Warnings that ${userId} had` }, ...warnings.map(item)) : null;
}

// The relay's own reason says more than the code's words; it is absent where there is nothing to add.
function why({ code, reason }) {
  return reason ? reason[0].toUpperCase() + reason.slice(1) : inWords(code);
}

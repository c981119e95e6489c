// Ingest tasks: the form that starts one, and a row each, kept in place while its figures change.
import { wording } from './api.js';
import { clock, duration, el, text } from './format.js';
import { linkTo } from './links.js';
import { inWords } from './words.js';

const STATES = { STARTING: 'Starting', RUNNING: 'Running', RETRYING: 'Retrying', PAUSED: 'Paused', ENDED: 'Ended' };
const SETTINGS = { repeats: 'repeats', seek: 'seekSeconds', volume: 'volume', tempo: 'tempo', idle: 'idleTimeoutSeconds', longest: 'maxDurationMinutes' };

export class Tasks {
  #body;
  #table;
  #empty;
  #error;
  #form;
  #api = null;
  #rows = new Map();

  constructor(root) {
    [this.#body, this.#table, this.#empty, this.#error, this.#form] = ['rows', 'table', 'empty', 'error', 'form']
      .map((name) => root.querySelector(`#tasks-${name}`));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#do(this.#form.querySelector('button[type="submit"]'), (api) => api.startTask(this.#wish()));
    });
  }

  use(api, apps) {
    this.#api = api;
    this.#field('app').replaceChildren(...apps.map((id) => el('option', { value: id }, String(id))));
    this.#refused('');
  }

  // The newest first.
  show(tasks, now) {
    const stale = new Set(this.#rows.keys());
    tasks.forEach((task, place) => {
      stale.delete(task.id);
      const row = this.#rows.get(task.id) ?? this.#add(task);
      row.task = task;
      fill(row, now);
      if (this.#body.children[place] !== row.tr) this.#body.insertBefore(row.tr, this.#body.children[place] ?? null);
    });
    for (const id of stale) {
      this.#rows.get(id).tr.remove();
      this.#rows.delete(id);
    }
    this.#empty.hidden = tasks.length > 0;
    this.#table.hidden = tasks.length === 0;
  }

  tick(now) {
    for (const row of this.#rows.values()) if (row.task.state !== 'ENDED') fill(row, now);
  }

  #field(name) {
    return this.#form.querySelector(`#task-${name}`);
  }

  #wish() {
    const room = this.#field('room').value;
    const wish = {
      sdkAppId: Number(this.#field('app').value),
      roomId: this.#field('kind').value === 'int' ? Number(room) : room,
      userId: this.#field('user').value,
      streamUrl: this.#field('url').value.trim(),
    };
    for (const [field, name] of Object.entries(SETTINGS)) {
      if (this.#field(field).value !== '') wish[name] = Number(this.#field(field).value);
    }
    return wish;
  }

  #add({ id, userId, shownUrl }) {
    const row = { tr: el('tr'), cells: Array.from({ length: 5 }, () => el('td')) };
    const button = (label, more, act) => {
      const node = el('button', { type: 'button', class: `quiet ${more}`, 'aria-label': `${label} the pull of ${userId}` }, label);
      node.addEventListener('click', () => this.#do(node, act));
      return node;
    };
    row.pause = button('Pause', '', (api) => api.changeTask(id, { paused: true }));
    row.resume = button('Resume', '', (api) => api.changeTask(id, { paused: false }));
    row.stop = button('Stop', 'danger', (api) => (confirm(`Stop ${userId}, which plays ${shownUrl}? It leaves the room and can't be resumed.`)
      ? api.stopTask(id) : null));
    row.cells[1].classList.add('wrap');
    row.cells[4].classList.add('wrap');
    row.tr.append(...row.cells, el('td', { class: 'row-actions' }, row.pause, row.resume, row.stop));
    this.#rows.set(id, row);
    return row;
  }

  // One at a time for each button; what is refused is said below the form.
  async #do(button, act) {
    button.disabled = true;
    try {
      await act(this.#api);
      this.#refused('');
    } catch (error) {
      this.#refused(wording(error));
    } finally {
      button.disabled = false;
    }
  }

  #refused(message) {
    text(this.#error, message);
    this.#error.hidden = !message;
  }
}

function fill({ tr, cells, task, pause, resume, stop }, now) {
  const [state, source, who, since, progress] = cells;
  const ended = task.state === 'ENDED';
  tr.className = task.state.toLowerCase();
  two(state, STATES[task.state] ?? task.state, task.failures && !ended ? `failed ${task.failures}×` : '');
  two(source, task.shownUrl, settings(task));
  anchor(who, task);
  two(since, clock(task.createdAt), duration((task.endedAt ?? now) - task.createdAt));
  since.title = new Date(task.createdAt).toLocaleString();
  if (ended) two(progress, task.endCode ?? '', why(task));
  else two(progress, far(task, now), plays(task));
  progress.classList.toggle('why', ended);
  [pause.hidden, resume.hidden, stop.hidden] = [ended || task.state === 'PAUSED', task.state !== 'PAUSED', ended];
}

function far({ state, positionMillis, firstMediaAt, pausedAt }, now) {
  if (state === 'PAUSED') return pausedAt ? `paused for ${duration(now - pausedAt)}` : 'paused';
  if (positionMillis > 0) return `at ${duration(positionMillis)}`;
  return firstMediaAt ? `on air for ${duration(now - firstMediaAt)}` : 'no media yet';
}

function plays({ positionMillis, playsLeft, state }) {
  const words = [];
  if (state === 'PAUSED' && positionMillis > 0) words.push(`at ${duration(positionMillis)}`);
  if (playsLeft < 0) words.push('repeats without end');
  else if (playsLeft > 1) words.push(`${playsLeft} plays left`);
  return words.join(', ');
}

// What is not as it is by default.
function settings({ volume, tempo, idleTimeoutSeconds, maxDurationMinutes, notApplied }) {
  const words = [];
  if (volume !== 100) words.push(`volume ${volume} %`);
  if (tempo !== 1) words.push(`speed ${tempo}×`);
  if (idleTimeoutSeconds) words.push(`ends after ${idleTimeoutSeconds} s without a viewer`);
  if (maxDurationMinutes) words.push(`at most ${maxDurationMinutes} min`);
  if (notApplied.length) words.push(`not applied: ${notApplied.join(', ')}`);
  return words.join(' · ');
}

function why({ endCode, endReason }) {
  return endReason ? endReason[0].toUpperCase() + endReason.slice(1) : inWords(endCode);
}

// Its anchor, with a link to watch it while media comes.
function anchor(cell, { userId, roomId, sdkAppId, sessionId }) {
  const integer = typeof roomId === 'number';
  if (!cell.firstChild) {
    const href = linkTo({ app: sdkAppId, room: String(roomId), integer, anchor: userId });
    cell.append(el('a', { href }, userId), el('span', {}, userId), el('span', { class: 'sub' }, `${roomId}${integer ? ', integer' : ''} · app ${sdkAppId}`));
  }
  cell.children[0].hidden = !sessionId;
  cell.children[1].hidden = Boolean(sessionId);
}

function two(cell, main, sub) {
  if (!cell.firstChild) cell.append(el('span'), el('span', { class: 'sub' }));
  text(cell.firstChild, main);
  text(cell.lastChild, sub);
}

// The list of live anchors: one row each, kept in place while its figures change.
import { apart, codec, count, duration, el, fps, millis, rate, shape, text } from './format.js';
import { warned, Warnings } from './warnings.js';

const COLUMNS = 11;
const ASKED_MILLIS = 4000;
const NUMBERS = [4, 5, 6, 7, 9, 10];

export function keyOf({ app, room, integer, anchor }) {
  return JSON.stringify([app, integer ? Number(room) : String(room), anchor]);
}

export function targetOf(room, anchor) {
  const integer = typeof room.roomId === 'number';
  return { app: room.sdkAppId, room: String(room.roomId), integer, anchor: anchor.userId };
}

// The track of a kind; of several video layers the largest that flows.
export function track(anchor, kind) {
  const all = kind === 'video' ? layers(anchor) : (anchor?.tracks ?? []).filter((t) => t.kind === kind);
  return all.find((t) => t.fps > 0) ?? all[0] ?? null;
}

// How far apart its key frames are. Over WHIP they are asked for, and browsers send no others.
export function keyFrames(anchor) {
  const video = track(anchor, 'video');
  const asked = anchor?.protocol === 'WHIP' && !late(anchor) && video?.keyFrameIntervalMillis > ASKED_MILLIS;
  return asked ? 'on request' : apart(video);
}

function late(anchor) {
  return warned(anchor, 'GOP_TOO_LONG', 'NO_KEYFRAME');
}

// The video tracks, one for each simulcast layer, large to small.
export function layers(anchor) {
  const area = ({ width, height }) => (width ?? 0) * (height ?? 0);
  return (anchor?.tracks ?? []).filter((t) => t.kind === 'video').sort((a, b) => area(b) - area(a));
}

export class Anchors {
  #body;
  #table;
  #empty;
  #onWatch;
  #rows = new Map();

  constructor(body, table, empty, onWatch) {
    this.#body = body;
    this.#table = table;
    this.#empty = empty;
    this.#onWatch = onWatch;
  }

  show(entries, watched, now) {
    const stale = new Set(this.#rows.keys());
    for (const entry of entries) {
      stale.delete(entry.key);
      const row = this.#rows.get(entry.key) ?? this.#add(entry);
      fill(row, entry, now);
      row.tr.setAttribute('aria-current', String(entry.key === watched));
    }
    for (const key of stale) {
      const row = this.#rows.get(key);
      row.tr.remove();
      row.below.remove();
      this.#rows.delete(key);
    }
    this.#empty.hidden = entries.length > 0;
    this.#table.hidden = entries.length === 0;
  }

  #add(entry) {
    const name = el('button', { type: 'button', 'aria-label': `Watch ${entry.anchor.userId}` }, entry.anchor.userId);
    const cells = Array.from({ length: COLUMNS - 1 }, (_, i) => el('td', { class: NUMBERS.includes(i + 1) ? 'n' : null }));
    const tr = el('tr', { onclick: () => this.#onWatch(entry.target) }, el('td', {}, name), ...cells);
    const list = el('ul', { class: 'warnings', hidden: '', 'aria-label': `Warnings of ${entry.anchor.userId}` });
    const below = el('tr', { class: 'below', hidden: '' }, el('td', { class: 'wrap', colspan: COLUMNS }, list));
    this.#body.append(tr, below);
    const row = { tr, cells, below, warnings: new Warnings(list) };
    this.#rows.set(entry.key, row);
    return row;
  }
}

function fill({ cells, tr, below, warnings }, { room, anchor }, now) {
  const video = track(anchor, 'video');
  const audio = track(anchor, 'audio');
  const [where, source, picture, rateCell, bits, keys, sync, sound, viewers, since] = cells;
  two(where, String(room.roomId), `app ${room.sdkAppId}${typeof room.roomId === 'number' ? ', integer' : ''}`);
  const encoder = anchor.health?.encoder;
  two(source, anchor.protocol, encoder ?? anchor.peer);
  source.title = encoder ? `${encoder}, from ${anchor.peer}` : '';
  two(picture, codec(video), video ? [shape(video), ...others(anchor, video)].join(' + ') : '');
  text(rateCell, fps(video?.fps));
  text(bits, rate(anchor.tracks.reduce((sum, t) => sum + t.bitsPerSecond, 0)));
  two(keys, keyFrames(anchor), video?.gopFrames ? count(video.gopFrames, 'frame') : '');
  keys.classList.toggle('late', late(anchor));
  two(sync, millis(anchor.health?.avSkewMillis, '+'), anchor.health?.lagMillis === undefined ? '' : `lag ${millis(anchor.health.lagMillis)}`);
  two(sound, codec(audio), audio ? shape(audio) : '');
  text(viewers, String(room.viewers));
  text(since, duration(now - anchor.since));
  warnings.show(anchor.warnings);
  below.hidden = !anchor.warnings?.length;
  tr.classList.toggle('warned', !below.hidden);
}

// The other simulcast layers, short.
function others(anchor, shown) {
  return layers(anchor).filter((t) => t !== shown && t.height).map((t) => `${t.height}p`);
}

function two(cell, main, sub) {
  if (!cell.firstChild) cell.append(el('span'), el('span', { class: 'sub' }));
  text(cell.firstChild, main);
  text(cell.lastChild, sub);
}

// The list of live anchors: one row each, kept in place while its figures change.
import { codec, duration, el, fps, gop, rate, shape, text } from './format.js';

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

// What key frames that are too far apart mean for new viewers, or ''. Over WHIP they are asked for, and browsers send no others.
export function gopWords(anchor) {
  if (!track(anchor, 'video')?.gopTooLong) return '';
  return anchor.protocol === 'WHIP'
    ? 'Key frames are far apart: a new viewer waits for one that the relay asks for (GOP_TOO_LONG).'
    : 'Key frames are too far apart: new viewers wait for the next one (GOP_TOO_LONG).';
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
      this.#rows.get(key).tr.remove();
      this.#rows.delete(key);
    }
    this.#empty.hidden = entries.length > 0;
    this.#table.hidden = entries.length === 0;
  }

  #add(entry) {
    const name = el('button', { type: 'button', 'aria-label': `Watch ${entry.anchor.userId}` }, entry.anchor.userId);
    const cells = Array.from({ length: 9 }, (_, i) => el('td', { class: [3, 4, 5, 7, 8].includes(i) ? 'n' : null }));
    const tr = el('tr', { onclick: () => this.#onWatch(entry.target) }, el('td', {}, name), ...cells);
    this.#body.append(tr);
    const row = { tr, cells };
    this.#rows.set(entry.key, row);
    return row;
  }
}

function fill({ cells }, { room, anchor }, now) {
  const video = track(anchor, 'video');
  const audio = track(anchor, 'audio');
  const [where, source, picture, rateCell, bits, gopCell, sound, viewers, since] = cells;
  two(where, String(room.roomId), `app ${room.sdkAppId}${typeof room.roomId === 'number' ? ', integer' : ''}`);
  two(source, anchor.protocol, anchor.peer);
  two(picture, codec(video), video ? [shape(video), ...others(anchor, video)].join(' + ') : '');
  text(rateCell, fps(video?.fps));
  text(bits, rate(anchor.tracks.reduce((sum, t) => sum + t.bitsPerSecond, 0)));
  text(gopCell, gop(video));
  gopCell.title = gopWords(anchor) || 'frames and seconds between key frames';
  gopCell.classList.toggle('warn', Boolean(video?.gopTooLong) && anchor.protocol !== 'WHIP');
  two(sound, codec(audio), audio ? shape(audio) : '');
  text(viewers, String(room.viewers));
  text(since, duration(now - anchor.since));
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

// The table beside a picture: what the relay has of the anchor, and what arrives here or is sent from here.
import { codec, count, el, fps, gop, NONE, rate, shape, text } from './format.js';
import { gopWords, layers, track } from './anchors.js';

const MEDIA = ['Video codec', 'Resolution', 'Frame rate', 'Video bitrate', 'Audio codec', 'Audio', 'Audio bitrate'];
const WATCHED = [...MEDIA, 'Key frames every', 'Round trip', 'Packets lost'];
const SENT = [...MEDIA, 'Layers', 'Round trip', 'Packets lost', 'NACKs', 'Jitter'];

class Facts {
  #rows;

  constructor(body, labels) {
    this.#rows = labels.map((label) => {
      const cells = [el('td', { class: 'relay' }, NONE), el('td', {}, NONE)];
      body.append(el('tr', {}, el('th', { scope: 'row' }, label), ...cells));
      return cells;
    });
  }

  // A value for each label; left out is none.
  fill(relay, here) {
    this.#rows.forEach((cells, i) => {
      text(cells[0], relay[i] ?? NONE);
      text(cells[1], here[i] ?? NONE);
    });
  }
}

export class WatchFacts extends Facts {
  #health;

  constructor(body, health) {
    super(body, WATCHED);
    this.#health = health;
  }

  show(anchor, reading) {
    this.fill([...published(anchor), gop(track(anchor, 'video')), NONE, received(anchor)[0]], [...measured(reading), NONE, ...path(reading)]);
    text(this.#health, watchHealth(anchor, reading));
  }
}

export class SentFacts extends Facts {
  #health;

  constructor(body, health) {
    super(body, SENT);
    this.#health = health;
  }

  show(anchor, reading) {
    const nacks = reading ? String((reading.video?.nacks ?? 0) + (reading.audio?.nacks ?? 0)) : NONE;
    this.fill([...published(anchor), layered(layers(anchor)), NONE, ...received(anchor)],
      [...measured(reading), layered(reading?.video?.layers ?? []), ...path(reading), nacks]);
    text(this.#health, LIMITS[reading?.video?.limit] ?? '');
  }
}

const LIMITS = {
  cpu: 'This computer is too slow for the whole picture, so the browser sends a smaller one.',
  bandwidth: 'The network, or the bitrate allowed here, is too little for the whole picture, so the browser sends a smaller one.',
};

function published(anchor) {
  const video = track(anchor, 'video');
  const audio = track(anchor, 'audio');
  return [codec(video), shape(video), fps(video?.fps), rate(video?.bitsPerSecond),
    codec(audio), shape(audio), rate(audio?.bitsPerSecond)];
}

// Lost, NACKs and jitter of what came in; only WHIP knows.
function received(anchor) {
  const all = (anchor?.tracks ?? []).map(({ reception }) => reception).filter(Boolean);
  if (!all.length) return [NONE, NONE, NONE];
  const sum = (of) => String(all.reduce((total, reception) => total + of(reception), 0));
  const jitter = Math.max(...all.map(({ jitterMillis }) => jitterMillis));
  return [sum(({ lost }) => lost), sum(({ nacks }) => nacks), `${jitter.toFixed(1)} ms`];
}

function measured(reading) {
  const { video, audio } = reading ?? {};
  return [
    video?.codec || NONE,
    video?.width ? `${video.width} × ${video.height}` : NONE,
    fps(video?.fps),
    rate(video?.bitsPerSecond),
    audio?.codec || NONE,
    audio?.channels ? `48 kHz ${audio.channels === 1 ? 'mono' : 'stereo'}` : NONE,
    rate(audio?.bitsPerSecond),
  ];
}

function path(reading) {
  const millis = reading?.roundTripMillis ?? null;
  const lost = (reading?.video?.lost ?? 0) + (reading?.audio?.lost ?? 0);
  return [millis === null ? NONE : `${Math.round(millis)} ms`, reading ? String(lost) : NONE];
}

function layered(all) {
  return all.length > 1 ? all.map(({ height, bitsPerSecond }) => `${height}p ${rate(bitsPerSecond)}`).join('\n') : NONE;
}

function watchHealth(anchor, reading) {
  const words = [];
  if (gopWords(anchor)) words.push(gopWords(anchor));
  if (reading?.video?.freezes) words.push(`${count(reading.video.freezes, 'freeze')}.`);
  if (reading?.video?.dropped) words.push(`${count(reading.video.dropped, 'frame')} dropped by this browser.`);
  if (reading?.video?.bufferMillis) words.push(`Jitter buffer ${Math.round(reading.video.bufferMillis)} ms.`);
  return words.join(' ');
}

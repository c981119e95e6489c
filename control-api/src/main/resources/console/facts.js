// The table beside a picture: what the relay has of the anchor, and what arrives here or is sent from here.
import { codec, count, el, fps, millis, NONE, rate, shape, text } from './format.js';
import { keyFrames, layers, track } from './anchors.js';
import { Warnings } from './warnings.js';

const MEDIA = ['Video codec', 'Resolution', 'Frame rate', 'Video bitrate', 'Audio codec', 'Audio', 'Audio bitrate'];
const WATCHED = [...MEDIA, 'Key frames every', 'A/V skew', 'Lag', 'Round trip', 'Packets lost'];
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
  #warnings;

  constructor(body, health, warnings) {
    super(body, WATCHED);
    this.#health = health;
    this.#warnings = new Warnings(warnings);
  }

  show(anchor, reading) {
    const { avSkewMillis, lagMillis } = anchor?.health ?? {};
    this.fill([...published(anchor), keyFrames(anchor), millis(avSkewMillis, '+'), millis(lagMillis), NONE, received(anchor)[0]],
      [...measured(reading), NONE, NONE, NONE, ...path(reading)]);
    text(this.#health, watchHealth(reading));
    this.#warnings.show(anchor?.warnings);
  }
}

export class SentFacts extends Facts {
  #health;
  #warnings;

  constructor(body, health, warnings) {
    super(body, SENT);
    this.#health = health;
    this.#warnings = new Warnings(warnings);
  }

  show(anchor, reading) {
    const nacks = reading ? String((reading.video?.nacks ?? 0) + (reading.audio?.nacks ?? 0)) : NONE;
    this.fill([...published(anchor), layered(layers(anchor)), NONE, ...received(anchor)],
      [...measured(reading), layered(reading?.video?.layers ?? []), ...path(reading), nacks]);
    text(this.#health, LIMITS[reading?.video?.limit] ?? '');
    this.#warnings.show(anchor?.warnings);
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

function watchHealth(reading) {
  const words = [];
  if (reading?.video?.freezes) words.push(`${count(reading.video.freezes, 'freeze')}.`);
  if (reading?.video?.dropped) words.push(`${count(reading.video.dropped, 'frame')} dropped by this browser.`);
  if (reading?.video?.bufferMillis) words.push(`Jitter buffer ${Math.round(reading.video.bufferMillis)} ms.`);
  return words.join(' ');
}

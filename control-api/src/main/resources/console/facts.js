// The table beside the picture: what the anchor publishes and what arrives here.
import { codec, count, el, fps, gop, NONE, rate, shape, text } from './format.js';
import { track } from './anchors.js';

const LABELS = ['Video codec', 'Resolution', 'Frame rate', 'Video bitrate', 'Key frames every', 'Audio codec', 'Audio',
  'Audio bitrate', 'Round trip', 'Packets lost'];

export class Facts {
  #rows;
  #health;

  constructor(body, health) {
    this.#health = health;
    this.#rows = LABELS.map((label) => {
      const cells = [el('td', {}, NONE), el('td', {}, NONE)];
      body.append(el('tr', {}, el('th', { scope: 'row' }, label), ...cells));
      return cells;
    });
  }

  show(anchor, reading) {
    const published = [...publishedVideo(track(anchor, 'video')), ...publishedAudio(track(anchor, 'audio')), NONE, NONE];
    const arrived = received(reading);
    this.#rows.forEach((cells, i) => {
      text(cells[0], published[i]);
      text(cells[1], arrived[i]);
    });
    text(this.#health, health(anchor, reading));
  }
}

function publishedVideo(video) {
  return [codec(video), shape(video), fps(video?.fps), rate(video?.bitsPerSecond), gop(video)];
}

function publishedAudio(audio) {
  return [codec(audio), shape(audio), rate(audio?.bitsPerSecond)];
}

function received(reading) {
  const { video, audio, roundTripMillis } = reading ?? {};
  const lost = (video?.lost ?? 0) + (audio?.lost ?? 0);
  return [
    video?.codec || NONE,
    video?.width ? `${video.width} × ${video.height}` : NONE,
    fps(video?.fps),
    rate(video?.bitsPerSecond),
    NONE,
    audio?.codec || NONE,
    audio?.channels ? `48 kHz ${audio.channels === 1 ? 'mono' : 'stereo'}` : NONE,
    rate(audio?.bitsPerSecond),
    roundTripMillis === undefined || roundTripMillis === null ? NONE : `${Math.round(roundTripMillis)} ms`,
    reading ? String(lost) : NONE,
  ];
}

function health(anchor, reading) {
  const words = [];
  if (track(anchor, 'video')?.gopTooLong) words.push('Key frames are too far apart: new viewers wait for the next one (GOP_TOO_LONG).');
  if (reading?.video?.freezes) words.push(`${count(reading.video.freezes, 'freeze')}.`);
  if (reading?.video?.dropped) words.push(`${count(reading.video.dropped, 'frame')} dropped by this browser.`);
  if (reading?.video?.bufferMillis) words.push(`Jitter buffer ${Math.round(reading.video.bufferMillis)} ms.`);
  return words.join(' ');
}

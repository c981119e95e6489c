// Numbers and times as the page shows them, and a small element builder.
export const NONE = '–';

export function rate(bitsPerSecond) {
  if (!(bitsPerSecond > 0)) return NONE;
  return bitsPerSecond >= 1e6
    ? `${(bitsPerSecond / 1e6).toFixed(2)} Mb/s`
    : `${Math.round(bitsPerSecond / 1e3)} kb/s`;
}

export function fps(value) {
  return value > 0 ? value.toFixed(1) : NONE;
}

export function duration(millis) {
  const s = Math.max(0, Math.floor(millis / 1000));
  const two = (n) => String(n).padStart(2, '0');
  const hours = Math.floor(s / 3600);
  const rest = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return hours < 24 ? `${two(hours)}:${rest}` : `${Math.floor(hours / 24)} d ${two(hours % 24)}:${rest}`;
}

export function clock(millis) {
  return new Date(millis).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
}

export function codec(track) {
  if (!track) return NONE;
  return track.kind === 'video' ? `${track.codec} ${track.profile ?? ''}`.trim() : track.codec;
}

export function shape(track) {
  if (!track) return NONE;
  if (track.kind === 'video') return track.width ? `${track.width} × ${track.height}` : NONE;
  return `${(track.sampleRate / 1000).toFixed(1).replace('.0', '')} kHz ${track.channels === 1 ? 'mono' : 'stereo'}`;
}

export function count(n, word) {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

// How far apart key frames are, in seconds.
export function apart(video) {
  return video?.keyFrameIntervalMillis > 0 ? `${(video.keyFrameIntervalMillis / 1000).toFixed(1)} s` : NONE;
}

export function millis(value, sign = '') {
  return value === undefined || value === null ? NONE : `${value > 0 ? sign : ''}${value} ms`.replace('-', '−');
}

// el('td', {class: 'n', onclick}, 'text', child): text always goes in as text, never as HTML.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// Changes the text only where it differs, so that a selection or a screen reader is not disturbed.
export function text(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

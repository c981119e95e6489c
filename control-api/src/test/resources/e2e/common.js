// What both test pages have in common: the code in the picture, the way of the media, and the requests of WHIP and WHEP.
'use strict';

const CODE_BITS = 18;
const CODE_SQUARES = CODE_BITS + 2;
const CODE_ROWS = 3;
const CODE_MODULUS = 2 ** CODE_BITS;
const LOOK_PERIOD_MS = 250;
const REPORT_PERIOD_MS = 500;
const VIDEO_CODEC = /^a=rtpmap:(\d+) (?:H264|H265|VP8|VP9|AV1)\/90000/gim;

const seen = { states: [], postedAt: 0 };
const codePicture = new OffscreenCanvas(640, 96).getContext('2d');
const codePixels = new OffscreenCanvas(CODE_SQUARES, CODE_ROWS).getContext('2d', { willReadFrequently: true });

let connection = null;
let token = '';
let resource = null;

// CRC-16-CCITT over the bits of clock and counter, the highest first.
function checksum(clock, counter) {
  let crc = 0xFFFF;
  for (const value of [clock, counter]) {
    for (let bit = CODE_BITS - 1; bit >= 0; bit--) {
      const feedback = (crc >> 15) ^ ((value >> bit) & 1);
      crc = ((crc << 1) & 0xFFFF) ^ (feedback ? 0x1021 : 0);
    }
  }
  return crc;
}

// Three rows of squares as BurnedClock draws one: the clock, the frame's number, and the checksum of both.
function paintCode(context, wallMillis, frame) {
  const side = context.canvas.width / CODE_SQUARES;
  const clock = Math.floor(wallMillis) % CODE_MODULUS;
  const counter = frame % CODE_MODULUS;
  context.fillStyle = 'black';
  context.fillRect(0, 0, CODE_SQUARES * side, CODE_ROWS * side);
  context.fillStyle = 'white';
  [clock, counter, checksum(clock, counter)].forEach((value, row) => {
    const gray = value ^ (value >> 1);
    context.fillRect(0, row * side, side, side);
    for (let bit = 0; bit < CODE_BITS; bit++) {
      if ((gray >> bit) & 1) {
        context.fillRect((bit + 1) * side, row * side, side, side);
      }
    }
  });
}

// White, eighteen bits of a Gray code with the lowest first, black. -1 is unreadable.
function readRow(data, row) {
  const luma = square => {
    const at = 4 * (row * CODE_SQUARES + square);
    return (data[at] + data[at + 1] + data[at + 2]) / 3;
  };
  const white = luma(0);
  const black = luma(CODE_BITS + 1);
  if (white - black < 100) {
    return -1;
  }
  let value = 0;
  let above = 0;
  for (let bit = CODE_BITS - 1; bit >= 0; bit--) {
    const level = (luma(bit + 1) - black) / (white - black);
    if (level > 0.35 && level < 0.65) {
      return -1;
    }
    above ^= level > 0.5 ? 1 : 0;
    value = value * 2 + above;
  }
  return value;
}

// The picture of a playing video may be another at the next look, so all rows are read from one.
function takePicture(picture, width) {
  const { width: wide, height: high } = codePicture.canvas;
  codePicture.clearRect(0, 0, wide, high);
  codePicture.drawImage(picture, 0, 0, width, width * CODE_ROWS / CODE_SQUARES, 0, 0, wide, high);
  const side = wide / CODE_SQUARES;
  codePixels.clearRect(0, 0, CODE_SQUARES, CODE_ROWS);
  for (let row = 0; row < CODE_ROWS; row++) {
    codePixels.drawImage(codePicture.canvas, 0, (row + 0.25) * side, wide, side / 2, 0, row, CODE_SQUARES, 1);
  }
}

// A counter of -1 says that the picture is broken, or that its source draws the clock alone. A picture that was not there
// yet leaves the canvas as transparent as it was.
function readCode(picture, width) {
  takePicture(picture, width);
  const { data } = codePixels.getImageData(0, 0, CODE_SQUARES, CODE_ROWS);
  const [clock, counter, sum] = [0, 1, 2].map(row => readRow(data, row));
  return { there: data[3] > 0, clock,
    counter: clock >= 0 && counter >= 0 && sum === checksum(clock, counter) ? counter : -1 };
}

// Leaves the candidates of one transport and address family; a port leads them to whoever stands in the middle.
function routed(sdp, { transport = '', family = 0, port = 0 }) {
  let left = 0;
  const lines = sdp.split('\r\n').flatMap(line => {
    const candidate = /^(a=candidate:\S+ \d+ (\S+) \d+) (\S+) \d+(.*)$/i.exec(line);
    if (!candidate) {
      return [line];
    }
    const [, front, its, address, rest] = candidate;
    if (transport && its.toLowerCase() !== transport || family && (family === 6) !== address.includes(':')) {
      return [];
    }
    left++;
    return [port ? `${front} 127.0.0.1 ${port}${rest}` : line];
  });
  if (left === 0) {
    throw new Error(`no candidate fits ${JSON.stringify({ transport, family })} in ${sdp}`);
  }
  return lines.join('\r\n');
}

// Chromium takes the lowest bit rate of its encoder from the answer.
function withFloor(sdp, kilobits) {
  const floor = `x-google-min-bitrate=${kilobits};x-google-start-bitrate=${kilobits}`;
  return [...sdp.matchAll(VIDEO_CODEC)].map(([, type]) => type).reduce((text, type) => {
    const parameters = new RegExp(`^a=fmtp:${type} .*`, 'm');
    return parameters.test(text)
      ? text.replace(parameters, line => `${line};${floor}`)
      : text.replace(new RegExp(`^a=rtpmap:${type} .*`, 'm'), line => `${line}\r\na=fmtp:${type} ${floor}`);
  }, sdp);
}

function connect() {
  connection = new RTCPeerConnection();
  connection.onconnectionstatechange = () => seen.states.push({ at: performance.now(), state: connection.connectionState });
  return connection;
}

// A ticket that goes along with the next exchange.
let privateMapKey = '';

// Posts the local description; the answer, as the caller changes it, becomes the remote one.
async function exchange(url, bearer, change) {
  token = bearer;
  seen.postedAt = performance.now();
  const headers = { 'Content-Type': 'application/sdp' };
  if (bearer) {
    headers.Authorization = `Bearer ${bearer}`;
  }
  if (privateMapKey) {
    headers['Sluice-Private-Map-Key'] = privateMapKey;
  }
  const answer = await fetch(url, { method: 'POST', headers, body: connection.localDescription.sdp });
  const body = await answer.text();
  const location = answer.headers.get('Location');
  if (answer.status === 201) {
    resource = new URL(location, url).href;
    await connection.setRemoteDescription({ type: 'answer', sdp: change(body) });
  } else {
    connection.close();
  }
  return JSON.stringify({ status: answer.status, body, location, etag: answer.headers.get('ETag'),
    retryAfter: answer.headers.get('Retry-After') });
}

async function gathered() {
  while (connection.iceGatheringState !== 'complete') {
    await new Promise(done => connection.addEventListener('icegatheringstatechange', done, { once: true }));
  }
  return connection.localDescription.sdp;
}

async function leave() {
  const answer = await fetch(resource, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
  connection.close();
  return answer.status;
}

async function stats() {
  return JSON.stringify([...(await connection.getStats()).values()]);
}

function record() {
  return JSON.stringify({ ...seen, timeOrigin: performance.timeOrigin, now: performance.now() });
}

// A browser without a driver reads in its address what to do, and tells twice a second what it saw.
async function obey({ call, values, report }) {
  const tell = said => fetch(report, { method: 'POST', body: JSON.stringify(said) });
  try {
    const answer = JSON.parse(await window[call](...values));
    setInterval(async () => tell({ answer, record: JSON.parse(record()), stats: JSON.parse(await stats()) }), REPORT_PERIOD_MS);
  } catch (failure) {
    tell({ failure: `${failure}\n${failure.stack}` });
  }
}

if (location.hash) {
  addEventListener('load', () => obey(JSON.parse(decodeURIComponent(location.hash.slice(1)))));
}

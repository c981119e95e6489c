// Plays one WHEP resource and keeps a record of all that a viewer could notice. Times are performance.now() in ms.
'use strict';

const CLOCK_BITS = 18;
const CLOCK_SIDE = 32;
const SKEW_PERIOD_MS = 250;

const video = document.getElementById('video');
const canvas = new OffscreenCanvas(CLOCK_BITS + 2, 1);
const pixels = canvas.getContext('2d', { willReadFrequently: true });

const seen = { frames: [], playout: [], streams: [], states: [], postedAt: 0 };
let connection = null;
let analyser = null;
let token = '';
let resource = null;

// The squares of BurnedClock: white, eighteen bits of a Gray code with the lowest first, black. -1 is unreadable.
function readClock() {
  pixels.drawImage(video, 0, CLOCK_SIDE / 4, CLOCK_SIDE * (CLOCK_BITS + 2), CLOCK_SIDE / 2, 0, 0, CLOCK_BITS + 2, 1);
  const { data } = pixels.getImageData(0, 0, CLOCK_BITS + 2, 1);
  const luma = square => (data[4 * square] + data[4 * square + 1] + data[4 * square + 2]) / 3;
  const white = luma(0);
  const black = luma(CLOCK_BITS + 1);
  if (white - black < 100) {
    return -1;
  }
  let value = 0;
  let above = 0;
  for (let bit = CLOCK_BITS - 1; bit >= 0; bit--) {
    const level = (luma(bit + 1) - black) / (white - black);
    if (level > 0.35 && level < 0.65) {
      return -1;
    }
    above ^= level > 0.5 ? 1 : 0;
    value = value * 2 + above;
  }
  return value;
}

function onFrame(now, frame) {
  seen.frames.push({
    receive: frame.receiveTime ?? -1,
    shown: Math.max(frame.presentationTime, frame.expectedDisplayTime),
    rtp: frame.rtpTimestamp ?? -1,
    presented: frame.presentedFrames,
    clock: readClock(),
    width: frame.width,
    height: frame.height,
  });
  video.requestVideoFrameCallback(onFrame);
}

async function samplePlayout() {
  const at = performance.now();
  const inbound = [...(await connection.getStats()).values()].filter(entry => entry.type === 'inbound-rtp');
  const of = kind => inbound.find(entry => entry.kind === kind) ?? {};
  seen.playout.push({
    at,
    video: of('video').estimatedPlayoutTimestamp ?? -1,
    audio: of('audio').estimatedPlayoutTimestamp ?? -1,
    framesDecoded: of('video').framesDecoded ?? 0,
  });
}

function listen(stream) {
  const context = new AudioContext({ sampleRate: 48000 });
  analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(stream).connect(analyser);
}

function onTrack(event) {
  seen.streams.push({ kind: event.track.kind, stream: event.streams[0]?.id ?? '' });
  video.srcObject ??= event.streams[0];
  if (event.track.kind === 'audio') {
    listen(event.streams[0]);
  }
}

// Only the UDP candidate is left and leads to another port, so that what goes over it can be lost.
function throughGate(sdp, port) {
  return sdp.split('\r\n')
    .filter(line => !/^a=candidate:\S+ \d+ tcp/i.test(line))
    .map(line => line.replace(/^(a=candidate:\S+ \d+ udp \d+ \S+) \d+/i, `$1 ${port}`))
    .join('\r\n');
}

async function play(url, bearer, gatePort) {
  token = bearer;
  connection = new RTCPeerConnection();
  connection.addTransceiver('video', { direction: 'recvonly' });
  connection.addTransceiver('audio', { direction: 'recvonly' });
  connection.ontrack = onTrack;
  connection.onconnectionstatechange = () => seen.states.push(connection.connectionState);
  await connection.setLocalDescription();
  video.requestVideoFrameCallback(onFrame);
  seen.postedAt = performance.now();
  const headers = { 'Content-Type': 'application/sdp' };
  if (bearer) {
    headers.Authorization = `Bearer ${bearer}`;
  }
  const answer = await fetch(url, { method: 'POST', headers, body: connection.localDescription.sdp });
  const body = await answer.text();
  const location = answer.headers.get('Location');
  if (answer.status === 201) {
    resource = new URL(location, url).href;
    await connection.setRemoteDescription({ type: 'answer', sdp: gatePort ? throughGate(body, gatePort) : body });
    setInterval(samplePlayout, SKEW_PERIOD_MS);
  } else {
    connection.close();
  }
  return JSON.stringify({ status: answer.status, body, location, etag: answer.headers.get('ETag'),
    retryAfter: answer.headers.get('Retry-After') });
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

// The strongest frequency of the last 170 ms, its share of the whole power, and the root mean square.
function tone() {
  const power = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(power);
  const linear = power.map(decibels => 10 ** (decibels / 10));
  let peak = 0;
  linear.forEach((value, bin) => { peak = value > linear[peak] ? bin : peak; });
  const near = linear.slice(Math.max(0, peak - 4), peak + 5).reduce((sum, value) => sum + value, 0);
  const all = linear.reduce((sum, value) => sum + value, 0);
  const wave = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(wave);
  const rms = Math.sqrt(wave.reduce((sum, value) => sum + value * value, 0) / wave.length);
  return JSON.stringify({ hertz: peak * 48000 / analyser.fftSize, share: all > 0 ? near / all : 0, rms });
}

// Plays one WHEP resource and keeps a record of all that a viewer could notice. Times are performance.now() in ms.
'use strict';

const video = document.getElementById('video');

Object.assign(seen, { frames: [], codes: [], playout: [], streams: [] });
let analyser = null;

function onFrame(now, frame) {
  seen.frames.push({
    receive: frame.receiveTime ?? -1,
    shown: Math.max(frame.presentationTime, frame.expectedDisplayTime),
    rtp: frame.rtpTimestamp ?? -1,
    presented: frame.presentedFrames,
    ...readCode(video, video.videoWidth),
    width: frame.width,
    height: frame.height,
  });
  video.requestVideoFrameCallback(onFrame);
}

// From now on the code of every decoded frame is read, shown or not.
async function readCodes() {
  const [track] = video.srcObject.getVideoTracks();
  const frames = new MediaStreamTrackProcessor({ track, maxBufferSize: 60 }).readable.getReader();
  for (let next = await frames.read(); !next.done; next = await frames.read()) {
    seen.codes.push({ at: performance.now(), ...readCode(next.value, next.value.displayWidth) });
    next.value.close();
  }
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

function receiver() {
  connect().ontrack = onTrack;
  video.requestVideoFrameCallback(onFrame);
  setInterval(samplePlayout, LOOK_PERIOD_MS);
}

async function play(url, bearer, route) {
  receiver();
  connection.addTransceiver('video', { direction: 'recvonly' });
  connection.addTransceiver('audio', { direction: 'recvonly' });
  await connection.setLocalDescription();
  return exchange(url, bearer, sdp => routed(sdp, route));
}

// A publisher's page at the other end and nothing between; its candidates are learnt from its checks.
async function playDirectly(offer) {
  receiver();
  await connection.setRemoteDescription({ type: 'offer', sdp: offer.replace(/^a=candidate:.*\r\n/gm, '') });
  await connection.setLocalDescription();
  return JSON.stringify({ sdp: await gathered() });
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

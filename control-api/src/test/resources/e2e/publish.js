// Publishes a drawn picture and a tone to one WHIP resource and keeps a record of what it sent.
'use strict';

const FRAME_MS = 1000 / 30;
const TONE_HERTZ = 1000;
const TONE_GAIN = 0.125;
// Sizes, because of layers made by a factor Chromium leaves out the largest where the picture is below 960x540.
const LAYERS = [['q', 160, 90, 150], ['h', 320, 180, 400], ['f', 640, 360, 0]];

const canvas = document.getElementById('canvas');
const context = canvas.getContext('2d');
const noise = new OffscreenCanvas(256, 256);

Object.assign(seen, { looks: [], drawn: 0 });

// Noise that moves costs the encoder bits, so that a picture takes several packets.
function makeNoise() {
  const pen = noise.getContext('2d');
  const grains = pen.createImageData(noise.width, noise.height);
  for (let i = 0; i < grains.data.length; i += 4) {
    grains.data.set([Math.random() * 255, Math.random() * 255, Math.random() * 255, 255], i);
  }
  pen.putImageData(grains, 0, 0);
}

function draw(frame) {
  context.fillStyle = `hsl(${frame % 360} 60% 40%)`;
  context.fillRect(0, 96, canvas.width, canvas.height - 96);
  context.fillStyle = 'white';
  context.fillRect((frame * 4) % canvas.width, 100, 60, 100);
  context.drawImage(noise, frame * 37 % 128, frame * 53 % 128, 96, 96, 20 + frame % 400, 230, 96, 96);
  context.font = '40px sans-serif';
  context.fillText(`frame ${frame}`, 200, 160);
  paintCode(context, performance.timeOrigin + performance.now(), frame);
}

// One drawing is one frame of the stream, so the numbers of the frames have no holes at the source.
function picture() {
  makeNoise();
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks();
  const start = performance.now();
  const next = () => {
    draw(seen.drawn++);
    (track.requestFrame ? track : stream).requestFrame();
    setTimeout(next, start + seen.drawn * FRAME_MS - performance.now());
  };
  next();
  return track;
}

function tone() {
  const audio = new AudioContext({ sampleRate: 48000 });
  const oscillator = new OscillatorNode(audio, { frequency: TONE_HERTZ });
  const output = new MediaStreamAudioDestinationNode(audio);
  oscillator.connect(new GainNode(audio, { gain: TONE_GAIN })).connect(output);
  oscillator.start();
  return output.stream.getAudioTracks()[0];
}

async function madeUpMicrophone() {
  const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  return (await navigator.mediaDevices.getUserMedia({ audio: raw })).getAudioTracks()[0];
}

// The first of these codecs that the browser can encode comes first in the offer.
function preferred(codecs) {
  const able = RTCRtpSender.getCapabilities('video').codecs;
  const is = (codec, name) => codec.mimeType.toLowerCase() === `video/${name.toLowerCase()}`;
  const first = codecs.find(name => able.some(codec => is(codec, name)));
  if (!first) {
    throw new Error(`can encode none of ${codecs}`);
  }
  return [...able.filter(codec => is(codec, first)), ...able.filter(codec => !is(codec, first))];
}

function encodings({ kilobits, simulcast }) {
  return simulcast
    ? LAYERS.map(([rid, maxWidth, maxHeight, own]) => ({
      rid, scaleResolutionDownTo: { maxWidth, maxHeight }, maxBitrate: 1000 * (own || kilobits) }))
    : [{ scaleResolutionDownBy: 1, maxBitrate: 1000 * kilobits }];
}

async function look() {
  const at = performance.now();
  const video = [...(await connection.getStats()).values()]
    .filter(entry => entry.type === 'outbound-rtp' && entry.kind === 'video');
  const most = name => Math.max(0, ...video.map(entry => entry[name] ?? 0));
  seen.looks.push({ at, framesSent: most('framesSent'), framesEncoded: most('framesEncoded') });
}

async function offer(camera) {
  const stream = new MediaStream([picture(), camera.microphone ? await madeUpMicrophone() : tone()]);
  connect();
  const sending = { direction: 'sendonly', streams: [stream] };
  connection.addTransceiver(stream.getAudioTracks()[0], sending);
  const video = connection.addTransceiver(stream.getVideoTracks()[0], { ...sending, sendEncodings: encodings(camera) });
  video.setCodecPreferences(preferred(camera.codecs));
  await video.sender.setParameters({ ...video.sender.getParameters(), degradationPreference: 'maintain-resolution' });
  await connection.setLocalDescription();
  setInterval(look, LOOK_PERIOD_MS);
  return connection.localDescription.sdp;
}

function activate(rid, active) {
  const [sender] = connection.getSenders().filter(each => each.track.kind === 'video');
  const parameters = sender.getParameters();
  parameters.encodings.find(encoding => encoding.rid === rid).active = active;
  return sender.setParameters(parameters);
}

const adapted = (sdp, camera, route) => withFloor(routed(sdp, route), camera.floorKilobits);

function accept(sdp, camera, route) {
  return connection.setRemoteDescription({ type: 'answer', sdp: adapted(sdp, camera, route) });
}

async function publish(url, bearer, camera, route) {
  await offer(camera);
  return exchange(url, bearer, sdp => adapted(sdp, camera, route));
}

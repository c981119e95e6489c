// What can be published from here: camera and microphone, the screen, or a test pattern.
import { Pattern } from './pattern.js';

const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
export const NO_DEVICE = 'none';

// Browsers give camera, microphone and screen only to pages that came by https or from this machine.
export const able = {
  camera: Boolean(navigator.mediaDevices?.getUserMedia),
  screen: Boolean(navigator.mediaDevices?.getDisplayMedia),
  pattern: true,
};

// Cameras ('videoinput') or microphones ('audioinput') with their names, which a browser tells only after it was allowed.
export async function devices(kind) {
  const all = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
  return all.filter((device) => device.kind === kind && device.label);
}

// camera and microphone are device ids, '' for the browser's choice, NO_DEVICE for none. The source has a stream, and
// close() when it is no longer wanted; onEnded hears when it ends by itself.
export async function openSource(kind, { camera, microphone }, onEnded) {
  if (kind === 'pattern') return patterned(new Pattern());
  const stream = kind === 'screen' ? await screen() : await captured(camera, microphone);
  stream.getTracks().forEach((track) => track.addEventListener('ended', onEnded));
  return { stream, close: () => stop(stream) };
}

function patterned(pattern) {
  const close = () => {
    stop(pattern.stream);
    pattern.close();
  };
  return { stream: pattern.stream, close };
}

function stop(stream) {
  stream.getTracks().forEach((track) => track.stop());
}

async function screen() {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 30 } }, audio: true });
  stream.getVideoTracks().forEach((track) => { track.contentHint = 'detail'; });
  return stream;
}

function captured(camera, microphone) {
  if (camera === NO_DEVICE && microphone === NO_DEVICE) throw new Error('Choose a camera or a microphone.');
  return navigator.mediaDevices.getUserMedia({ video: wish(camera, PICTURE), audio: wish(microphone, {}) });
}

function wish(id, constraints) {
  if (id === NO_DEVICE) return false;
  return id ? { ...constraints, deviceId: { exact: id } } : constraints;
}

const REFUSALS = {
  NotAllowedError: (kind) => (kind === 'screen'
    ? 'Nothing was chosen to share, or the browser may not share the screen.'
    : 'The browser was not allowed to use the camera or microphone. Allow it beside the address of this page, then start again.'),
  NotFoundError: () => 'There is no camera or no microphone here. Choose "None" for what is missing.',
  NotReadableError: () => 'The camera or microphone cannot be read. Perhaps another program uses it.',
  OverconstrainedError: () => 'The chosen camera or microphone is no longer there.',
};

// Plain English for what a browser says when it gives no source; null where it is about something else.
export function refusal(error, kind) {
  return error instanceof DOMException ? REFUSALS[error.name]?.(kind) ?? null : null;
}

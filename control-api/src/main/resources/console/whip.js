// A WHIP client: sends a stream to a room. Knows nothing of the page, and does not end the stream's tracks.
import { Exchange, endpoint } from './exchange.js';

const CODECS = ['H264', 'VP8', 'VP9', 'AV1'];
const RIDS = ['f', 'h', 'q'];

export function publishUrl(target) {
  return endpoint('pub', target, target.user);
}

// Names of the video codecs this browser can send.
export function codecs() {
  const able = new Set(capabilities().map(({ mimeType }) => name(mimeType)));
  return CODECS.filter((codec) => able.has(codec));
}

export class WhipClient extends Exchange {
  constructor(url, token, onState) {
    super(url, token, onState, 1);
  }

  // codec '' is the browser's choice; layers 1 to 3; maxBitrate in bit/s, 0 is the browser's choice.
  async publish(stream, options) {
    for (const track of stream.getTracks()) {
      const init = { direction: 'sendonly', streams: [stream] };
      if (track.kind === 'video') init.sendEncodings = encodings(options);
      const transceiver = this.pc.addTransceiver(track, init);
      if (track.kind === 'video' && options.codec) transceiver.setCodecPreferences(preferring(options.codec));
    }
    await this.open(await this.pc.createOffer());
  }
}

// From small to large, each half as wide and high as the next, at a third of its bitrate.
function encodings({ codec, layers, maxBitrate }) {
  const all = RIDS.slice(0, layers).map((rid, i) => ({
    ...(layers > 1 && { rid, scaleResolutionDownBy: 2 ** i }),
    ...(maxBitrate > 0 && { maxBitrate: Math.round(maxBitrate / 3 ** i) }),
    // Without a mode Chromium takes several VP9 or AV1 encodings for layers of a single scalable stream.
    ...(layers > 1 && ['VP9', 'AV1'].includes(codec) && { scalabilityMode: 'L1T1' }),
  }));
  return all.reverse();
}

function preferring(codec) {
  const first = ({ mimeType }) => name(mimeType) === codec;
  return [...capabilities().filter(first), ...capabilities().filter((other) => !first(other))];
}

function capabilities() {
  return RTCRtpSender.getCapabilities?.('video')?.codecs ?? [];
}

function name(mimeType) {
  return mimeType.split('/')[1].toUpperCase();
}

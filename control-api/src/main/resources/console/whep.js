// A WHEP client: plays what a room's anchor sends. Knows nothing of the page.
import { Exchange, endpoint } from './exchange.js';

export function playUrl(target, viewer) {
  const url = endpoint('sub', target, viewer);
  if (target.anchor) url.searchParams.set('UserId', target.anchor);
  return url;
}

export class WhepClient extends Exchange {
  // stream is what a video element plays.
  constructor(url, token, onState) {
    super(url, token, onState);
    this.stream = new MediaStream();
    this.pc.addTransceiver('video', { direction: 'recvonly' });
    this.pc.addTransceiver('audio', { direction: 'recvonly' });
    this.pc.addEventListener('track', (event) => this.stream.addTrack(event.track));
  }

  async play() {
    const offer = await this.pc.createOffer();
    await this.open({ type: offer.type, sdp: stereo(offer.sdp) });
  }

  close() {
    this.pc.getReceivers().forEach((receiver) => receiver.track.stop());
    super.close();
  }
}

// A browser decodes Opus in stereo only where its own offer says so (RFC 7587 6.1).
function stereo(sdp) {
  const opus = /a=rtpmap:(\d+) opus\/48000\/2/i.exec(sdp);
  if (!opus || sdp.includes('stereo=1')) return sdp;
  return sdp.replace(new RegExp(`(a=fmtp:${opus[1]} [^\\r\\n]*)`), '$1;stereo=1');
}

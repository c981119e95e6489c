// A WHEP client: POST an offer, play what comes back, DELETE the session when done. Knows nothing of the page.
import { problem } from './api.js';

export function endpoint({ app, room, integer, anchor }, viewer) {
  const query = new URLSearchParams({ SessionID: viewer });
  if (anchor) query.set('UserId', anchor);
  if (integer) query.set('RoomIdType', '1');
  return `../v2/sub/${app}/${encodeURIComponent(room)}?${query}`;
}

export class WhepClient {
  #url;
  #token;
  #onState;
  #session = null;
  #closed = false;

  // onState hears 'connected', 'lost'; stream is what a video element plays.
  constructor(url, token, onState) {
    this.#url = url;
    this.#token = token;
    this.#onState = onState;
    this.stream = new MediaStream();
    this.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    this.pc.addTransceiver('video', { direction: 'recvonly' });
    this.pc.addTransceiver('audio', { direction: 'recvonly' });
    this.pc.addEventListener('track', (event) => this.stream.addTrack(event.track));
    this.pc.addEventListener('connectionstatechange', () => {
      const state = this.pc.connectionState;
      if (state === 'connected') onState('connected');
      if (state === 'failed') this.#lost();
    });
  }

  // The relay answers from the address it is asked on, so the offer needs no candidates and nothing is waited for.
  async play() {
    const offer = await this.pc.createOffer();
    offer.sdp = stereo(offer.sdp);
    await this.pc.setLocalDescription(offer);
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.#token}`, 'Content-Type': 'application/sdp' },
      body: offer.sdp,
    });
    if (response.status !== 201) throw Object.assign(await problem(response), { retryAfter: retryAfter(response) });
    this.#session = new URL(response.headers.get('Location'), response.url).href;
    const answer = await response.text();
    if (this.#closed) return this.#end();
    await this.pc.setRemoteDescription({ type: 'answer', sdp: answer });
    this.#watchTransport();
  }

  // A DTLS close by the relay shows on the transport first, on some browsers there only.
  #watchTransport() {
    const transport = this.pc.getReceivers()[0]?.transport;
    transport?.addEventListener('statechange', () => {
      if (transport.state === 'closed') this.#session = null;
      if (transport.state === 'closed' || transport.state === 'failed') this.#lost();
    });
  }

  #lost() {
    if (this.#closed) return;
    this.close();
    this.#onState('lost');
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.pc.getReceivers().forEach((receiver) => receiver.track.stop());
    this.#end();
  }

  // DELETE first: a closed connection ends the session too, and then there is nothing left to delete. keepalive lets the
  // request outlive a page that is being closed.
  async #end() {
    const url = this.#session;
    this.#session = null;
    if (url) {
      const headers = { Authorization: `Bearer ${this.#token}` };
      await fetch(url, { method: 'DELETE', headers, keepalive: true }).catch(() => {});
    }
    this.pc.close();
  }
}

// A browser decodes Opus in stereo only where its own offer says so (RFC 7587 6.1).
function stereo(sdp) {
  const opus = /a=rtpmap:(\d+) opus\/48000\/2/i.exec(sdp);
  if (!opus || sdp.includes('stereo=1')) return sdp;
  return sdp.replace(new RegExp(`(a=fmtp:${opus[1]} [^\\r\\n]*)`), '$1;stereo=1');
}

function retryAfter(response) {
  return Number(response.headers.get('Retry-After')) || 0;
}

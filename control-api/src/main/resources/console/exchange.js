// The half of a client that WHIP and WHEP share (RFC 9725): POST an offer and take the answer, restart ICE by PATCH, DELETE.
// The relay is ICE-lite and answers the address it is checked from, so an offer needs no candidates and nothing waits for
// gathering.
import { problem } from './api.js';

// verb is 'pub' or 'sub'; user is who publishes or watches.
export function endpoint(verb, { app, room, integer }, user) {
  const url = new URL(`../v2/${verb}/${app}/${encodeURIComponent(room)}`, location.href);
  url.searchParams.set('SessionID', user);
  if (integer) url.searchParams.set('RoomIdType', '1');
  return url;
}

export class Exchange {
  #url;
  #token;
  #onState;
  #restarts;
  #left = 0;
  #session = null;
  #closed = false;

  // onState hears 'connected', 'restarting', and once at the end 'lost' or, when the relay said goodbye, 'ended'.
  constructor(url, token, onState, restarts = 0) {
    this.#url = url;
    this.#token = token;
    this.#onState = onState;
    this.#restarts = restarts;
    this.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    this.pc.addEventListener('connectionstatechange', () => this.#changed());
  }

  // The offer becomes the local description only after the answer came, which may name ICE servers (RFC 9725 4.6).
  async open(offer) {
    const response = await this.#send(this.#url, 'POST', { 'Content-Type': 'application/sdp' }, offer.sdp);
    if (response.status !== 201) throw await problem(response);
    this.#session = new URL(response.headers.get('Location'), response.url).href;
    const answer = await response.text();
    if (this.#closed) return this.#end();
    const iceServers = linked(response.headers.get('Link') ?? '');
    if (iceServers.length) this.pc.setConfiguration({ ...this.pc.getConfiguration(), iceServers });
    await this.pc.setLocalDescription(offer);
    await this.pc.setRemoteDescription({ type: 'answer', sdp: answer });
    this.#watchTransport();
  }

  #send(url, method, headers, body) {
    return fetch(url, { method, headers: { Authorization: `Bearer ${this.#token}`, ...headers }, body }).catch(() => {
      throw new Error('The relay did not answer.');
    });
  }

  #changed() {
    const state = this.pc.connectionState;
    if (state === 'connected') {
      this.#left = this.#restarts;
      this.#onState('connected');
    }
    if (state === 'failed') this.#failed();
  }

  async #failed() {
    if (this.#closed) return;
    if (this.#left-- > 0 && await this.#restart().then(() => true, () => false)) return;
    this.#over('lost');
  }

  async #restart() {
    this.#onState('restarting');
    const offer = await this.pc.createOffer({ iceRestart: true });
    await this.pc.setLocalDescription(offer);
    // RFC 9725 4.3.3: a restart matches whatever ICE session there is.
    const headers = { 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': '*' };
    const response = await this.#send(this.#session, 'PATCH', headers, fragment(offer.sdp));
    if (response.status !== 200) throw await problem(response);
    const sdp = restarted(this.pc.remoteDescription.sdp, await response.text());
    await this.pc.setRemoteDescription({ type: 'answer', sdp });
  }

  // A DTLS close by the relay shows on the transport first, on some browsers there only.
  #watchTransport() {
    const transport = [...this.pc.getReceivers(), ...this.pc.getSenders()].find((part) => part.transport)?.transport;
    transport?.addEventListener('statechange', () => {
      if (transport.state === 'failed') this.#over('lost');
      if (transport.state === 'closed') {
        this.#session = null;
        this.#over('ended');
      }
    });
  }

  #over(state) {
    if (this.#closed) return;
    this.close();
    this.#onState(state);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
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

// Link: <turn:host?transport=udp>; rel="ice-server"; username="u"; credential="c", <stun:host>; rel="ice-server"
function linked(header) {
  return [...header.matchAll(/<([^>]*)>((?:\s*;\s*[\w-]+=(?:"[^"]*"|[^",;\s]*))*)/g)].flatMap(([, urls, rest]) => {
    const given = Object.fromEntries([...rest.matchAll(/([\w-]+)=(?:"([^"]*)"|([^",;\s]*))/g)].map((p) => [p[1], p[2] ?? p[3]]));
    if (given.rel !== 'ice-server') return [];
    return [given.username ? { urls, username: given.username, credential: given.credential } : { urls }];
  });
}

// What a restart tells the relay: the new user fragment and password, on the section that carries the bundle.
function fragment(sdp) {
  const lines = sdp.split('\r\n');
  const first = (start) => lines.find((line) => line.startsWith(start));
  return `${['a=group:BUNDLE', 'm=', 'a=mid:', 'a=ice-ufrag:', 'a=ice-pwd:'].map(first).join('\r\n')}\r\n`;
}

// The answer of before with the transport of the fragment.
function restarted(sdp, part) {
  const lines = part.split(/\r?\n/);
  const credentials = lines.filter((line) => /^a=ice-(ufrag|pwd):/.test(line)).slice(0, 2);
  const candidates = lines.filter((line) => line.startsWith('a=candidate:'));
  const old = candidates.length ? /^a=(ice-ufrag|ice-pwd|candidate|end-of-candidates)\b/ : /^a=ice-(ufrag|pwd)\b/;
  const kept = sdp.split('\r\n').filter((line) => !old.test(line));
  return kept.flatMap((line) => (line.startsWith('a=mid:') ? [line, ...credentials, ...candidates] : [line])).join('\r\n');
}

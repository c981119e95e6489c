// Plays one anchor in the video element, for as long as it is wanted: joins again when the connection is lost or the
// anchor is not there yet, and says meanwhile what it waits for.
import { WhepClient, playUrl } from './whep.js';
import { StatsReader } from './stats.js';
import { inWords } from './words.js';

const FIRST_RETRY = 1000;
const LAST_RETRY = 10_000;
const FINAL = new Set(['TOKEN_MISSING', 'TOKEN_MALFORMED', 'TOKEN_EXPIRED', 'TOKEN_SIGNATURE', 'TOKEN_WRONG_USER',
  'TOKEN_WRONG_APP', 'PRIVILEGE_MISSING', 'APP_UNKNOWN', 'ROOM_INVALID', 'USER_INVALID']);

export class Player {
  #video;
  #note;
  #unmute;
  #client = null;
  #reader = null;
  #timer = 0;
  #turn = 0;

  constructor(video, note, unmute) {
    this.#video = video;
    this.#note = note;
    this.#unmute = unmute;
    unmute.addEventListener('click', () => {
      video.muted = false;
      video.play().catch(() => {});
    });
    video.addEventListener('volumechange', () => this.#showUnmute());
    video.addEventListener('playing', () => this.#say(''));
    addEventListener('pagehide', () => this.stop());
  }

  // credentials() gives {viewer, token}, anew for each join.
  watch(target, credentials) {
    this.stop();
    this.#join(target, credentials, ++this.#turn, FIRST_RETRY);
  }

  stop() {
    this.#turn++;
    clearTimeout(this.#timer);
    this.#client?.close();
    this.#client = null;
    this.#reader = null;
    this.#video.srcObject = null;
    this.#say('');
    this.#showUnmute();
  }

  // What arrives now, or null while nothing does.
  async reading() {
    if (!this.#client || !this.#reader || this.#client.pc.connectionState !== 'connected') return null;
    return this.#reader.read(this.#client.pc).catch(() => null);
  }

  async #join(target, credentials, turn, pause) {
    this.#say('Connecting …');
    const again = (why, wait) => this.#later(why, wait, turn, () =>
      this.#join(target, credentials, turn, Math.min(pause * 2, LAST_RETRY)));
    let client = null;
    try {
      const { viewer, token } = await credentials();
      if (turn !== this.#turn) return;
      client = new WhepClient(playUrl(target, viewer), token, (state) => {
        if (turn !== this.#turn) return;
        if (state === 'connected') pause = FIRST_RETRY;
        else again('The connection was lost.', pause);
      });
      this.#client = client;
      this.#reader = StatsReader.received();
      this.#video.srcObject = client.stream;
      this.#showUnmute();
      await client.play();
    } catch (error) {
      client?.close();
      if (turn !== this.#turn) return;
      const why = error.code ? inWords(error.code) : error.message;
      if (FINAL.has(error.code)) this.#say(`${why} (${error.code})`);
      else again(why, Math.max(pause, (error.retryAfter ?? 0) * 1000));
    }
  }

  #later(why, wait, turn, action) {
    this.#say(`${why} Trying again in ${Math.round(wait / 1000)} s …`);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => turn === this.#turn && action(), wait);
  }

  #say(words) {
    this.#note.textContent = words;
    this.#note.hidden = !words;
  }

  #showUnmute() {
    this.#unmute.hidden = !this.#video.srcObject || !this.#video.muted;
  }
}

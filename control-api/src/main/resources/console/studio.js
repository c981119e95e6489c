// Publishes from this browser: a form, a preview, and what is sent, measured once a second.
import { wording } from './api.js';
import { SentFacts } from './facts.js';
import { duration, el, text } from './format.js';
import { History } from './history.js';
import { Plot } from './plots.js';
import { able, devices, NO_DEVICE, openSource, refusal } from './sources.js';
import { StatsReader } from './stats.js';
import { codecs, publishUrl, WhipClient } from './whip.js';

const LABELS = ['At the relay', 'Sent'];
const $ = (id) => document.getElementById(`studio-${id}`);

export class Studio {
  #credentials;
  #facts = new SentFacts($('facts'), $('health'), $('warnings'));
  #plots = [new Plot($('plot-fps'), 0, LABELS), new Plot($('plot-bitrate'), 1, LABELS)];
  #source = null;
  #client = null;
  #reader = null;
  #history = null;
  #target = null;
  #since = 0;
  #turn = 0;

  // credentials(target) gives the token of the target's user, anew for each start.
  constructor(credentials) {
    this.#credentials = credentials;
    $('form').addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.#target) this.stop();
      else this.#start();
    });
    $('source').addEventListener('change', () => this.#offerDevices());
    $('codec').append(...codecs().map((name) => el('option', { value: name }, name)));
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#listDevices());
    addEventListener('pagehide', () => this.stop());
    this.#offerSources();
  }

  get shown() {
    return !$('card').hidden;
  }

  // apps that may be chosen; fixed: the target is given, because the token fits no other.
  open(target, apps, fixed) {
    $('card').hidden = false;
    $('app').replaceChildren(...apps.map((id) => el('option', { value: id }, String(id))));
    this.#fill(this.#target ?? target);
    $('room').readOnly = fixed;
    $('user').readOnly = fixed;
    $('kind').disabled = fixed;
  }

  reveal() {
    $('card').scrollIntoView({ block: 'nearest' });
    $('title').focus({ preventScroll: true });
  }

  close() {
    this.stop();
    $('card').hidden = true;
  }

  #fill({ app, room, integer, user }) {
    $('app').value = String(app);
    $('room').value = room;
    $('kind').value = integer ? 'int' : 'str';
    $('user').value = user;
  }

  #offerSources() {
    for (const option of $('source').options) option.disabled = !able[option.value];
    $('source').value = able.camera ? 'camera' : 'pattern';
    $('insecure').hidden = able.camera;
    this.#offerDevices();
    this.#listDevices();
  }

  #offerDevices() {
    for (const id of ['camera', 'microphone']) $(id).disabled = $('source').value !== 'camera';
  }

  async #listDevices() {
    for (const [id, kind] of [['camera', 'videoinput'], ['microphone', 'audioinput']]) {
      const named = (await devices(kind)).map(({ deviceId, label }) => el('option', { value: deviceId }, label));
      const chosen = $(id).value;
      $(id).replaceChildren(el('option', { value: '' }, 'Automatic'), ...named, el('option', { value: NO_DEVICE }, 'None'));
      $(id).value = chosen;
      if ($(id).selectedIndex < 0) $(id).value = '';
    }
  }

  async #start() {
    const turn = ++this.#turn;
    const kind = $('source').value;
    const target = wanted();
    this.#begin(target);
    try {
      const source = await openSource(kind, { camera: $('camera').value, microphone: $('microphone').value },
        () => turn === this.#turn && this.stop('The source has ended.'));
      if (turn !== this.#turn) return source.close();
      this.#show(source);
      const token = await this.#credentials(target);
      if (turn !== this.#turn) return;
      this.#client = new WhipClient(publishUrl(target), token, (state) => turn === this.#turn && this.#onState(state));
      await this.#client.publish(source.stream, options());
    } catch (error) {
      if (turn === this.#turn) this.stop(refusal(error, kind) ?? wording(error));
    }
  }

  #begin(target) {
    this.#target = target;
    this.#reader = StatsReader.sent();
    this.#history = new History();
    this.#busy(true);
    this.#say('Starting …');
  }

  #show(source) {
    this.#source = source;
    $('preview').srcObject = source.stream;
    note(source.stream.getVideoTracks().length ? '' : 'Sound only');
    this.#listDevices();
  }

  #onState(state) {
    if (state === 'connected') {
      this.#since ||= Date.now();
      $('figures').hidden = false;
      this.#say('On air', 'live');
    }
    if (state === 'restarting') this.#say('Reconnecting …', 'off');
    if (state === 'lost') this.stop('The connection was lost and could not be restored.');
    if (state === 'ended') this.stop('The relay ended the session.');
  }

  // why is plain English, absent where somebody wished it.
  stop(why) {
    this.#turn++;
    this.#client?.close();
    this.#source?.close();
    this.#client = null;
    this.#source = null;
    this.#target = null;
    this.#since = 0;
    $('preview').srcObject = null;
    note(why ?? 'Nothing is sent');
    if (why) $('note').scrollIntoView({ block: 'nearest' });
    this.#busy(false);
    this.#say('Off air');
  }

  #busy(on) {
    $('fields').disabled = on;
    text($('start'), on ? 'Stop' : 'Start publishing');
    $('start').classList.toggle('stop', on);
  }

  #say(words, look = '') {
    text($('state'), words);
    $('state').classList.toggle('live', look === 'live');
    $('state').classList.toggle('off', look === 'off');
  }

  // Once a second. anchorOf(target) gives what the relay shows of it, if anything.
  async measure(anchorOf) {
    const client = this.#client;
    if (!client || !this.#since) return;
    const reading = await this.#reader.read(client.pc).catch(() => null);
    if (client !== this.#client) return;
    const anchor = anchorOf(this.#target);
    this.#facts.show(anchor, reading);
    text($('time'), duration(Date.now() - this.#since));
    this.#history.add(anchor, reading);
    this.#plots[0].show(this.#history.fps());
    this.#plots[1].show(this.#history.bits());
  }
}

// Over the preview.
function note(words) {
  text($('note'), words);
  $('note').hidden = !words;
}

function wanted() {
  return { app: Number($('app').value), room: $('room').value, integer: $('kind').value === 'int', user: $('user').value };
}

function options() {
  return { codec: $('codec').value, layers: Number($('layers').value), maxBitrate: Number($('bitrate').value) };
}

// The form that makes addresses for a room and user, by RTMP, WHIP and a link, and their parts with copy buttons.
import { wording } from './api.js';
import { copyButton } from './clipboard.js';
import { el } from './format.js';
import { publishLinkTo } from './links.js';
import { publishUrl } from './whip.js';

const RTMP_ROOM = /^\w{1,64}$/;
const RTMP_ROOMS = 'RTMP reaches only string rooms of letters, digits and _.';

export class PublishForm {
  #form;
  #out;
  #error;
  #api;
  #status;

  // onHere hears the target that is to be published to from this browser.
  constructor(root, onHere) {
    this.#form = root.querySelector('#publish-form');
    this.#out = root.querySelector('#publish-out');
    this.#error = root.querySelector('#publish-error');
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (event.submitter?.id === 'publish-here') onHere(this.#target());
      else this.#make();
    });
  }

  use(api, status) {
    this.#api = api;
    this.#status = status;
    const select = this.#field('app');
    select.replaceChildren(...status.apps.map((id) => el('option', { value: id }, String(id))));
    this.#out.hidden = true;
  }

  #field(name) {
    return this.#form.querySelector(`#publish-${name}`);
  }

  #target() {
    const integer = this.#field('kind').value === 'int';
    return { app: Number(this.#field('app').value), room: this.#field('room').value, integer, user: this.#field('user').value };
  }

  async #make() {
    const target = this.#target();
    try {
      const made = await this.#api.makeToken(target.app, target.user, Number(this.#field('expire').value));
      this.#show(target, made.userSig);
      this.#error.hidden = true;
    } catch (error) {
      this.#error.textContent = wording(error);
      this.#error.hidden = false;
      this.#out.hidden = true;
    }
  }

  #show(target, sig) {
    const link = new URL(`${publishLinkTo(target)}&sig=${sig}`, location.href).href;
    this.#out.replaceChildren(
      ...part('WHIP', whip(publishUrl(target).href, sig)),
      ...part('RTMP', this.#rtmp(target, sig)),
      ...part('Browser', entry('Link that publishes from a browser', link)));
    this.#out.hidden = false;
  }

  #rtmp({ app, room, integer, user }, sig) {
    if (integer || !RTMP_ROOM.test(room)) return [el('p', { class: 'hint' }, RTMP_ROOMS)];
    const server = rtmpServer(this.#status.rtmpPort);
    const key = `${room}?sdkappid=${app}&userid=${user}&usersig=${sig}`;
    const url = `${server}${key}`;
    return [
      ...entry('OBS: Server (Service “Custom…”)', server),
      ...this.#rtmps(),
      ...entry('OBS: Stream key', key),
      ...entry('RTMP URL (FFmpeg and others)', url),
      ...entry('FFmpeg command', `ffmpeg -re -i INPUT -c:v libx264 -profile:v baseline -g 60 -c:a aac -b:a 128k -f flv '${url}'`),
    ];
  }

  #rtmps() {
    const port = this.#status.rtmpsPort;
    return port ? entry('OBS: Server, by TLS', rtmpsServer(port)) : [];
  }
}

function whip(url, token) {
  return [
    ...entry('OBS 30+: Server (Service “WHIP”)', url),
    ...entry('OBS 30+: Bearer Token', token),
    ...entry('FFmpeg 8 command', 'ffmpeg -re -i INPUT -c:v libx264 -profile:v baseline -pix_fmt yuv420p -bf 0 -g 60 '
      + `-c:a libopus -ar 48000 -ac 2 -b:a 128k -f whip -authorization '${token}' '${url}'`),
  ];
}

export function rtmpServer(port) {
  return `rtmp://${location.hostname}${port === 1935 ? '' : `:${port}`}/push/`;
}

// With its port always: without one, encoders mean 443.
function rtmpsServer(port) {
  return `rtmps://${location.hostname}:${port}/push/`;
}

function part(title, content) {
  const list = content[0].tagName === 'DT' ? [el('dl', {}, ...content)] : content;
  return [el('h3', {}, title), ...list];
}

function entry(label, value) {
  return [el('dt', {}, label), el('dd', {}, el('code', { tabindex: '0' }, value), copyButton(label, () => value))];
}

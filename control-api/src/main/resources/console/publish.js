// The form that makes an RTMP address for a room and user, and its parts with copy buttons.
import { el } from './format.js';

export class PublishForm {
  #form;
  #out;
  #error;
  #api;
  #status;

  constructor(root) {
    this.#form = root.querySelector('#publish-form');
    this.#out = root.querySelector('#publish-out');
    this.#error = root.querySelector('#publish-error');
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#make();
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

  async #make() {
    const app = Number(this.#field('app').value);
    const room = this.#field('room').value;
    const user = this.#field('user').value;
    try {
      const made = await this.#api.makeToken(app, user, Number(this.#field('expire').value));
      this.#show(room, made);
      this.#error.hidden = true;
    } catch (error) {
      this.#error.textContent = `${error.code ? `${error.code}: ` : ''}${error.message}`;
      this.#error.hidden = false;
      this.#out.hidden = true;
    }
  }

  #show(room, { sdkAppId, userId, userSig }) {
    const server = rtmpServer(this.#status.rtmpPort);
    const key = `${room}?sdkappid=${sdkAppId}&userid=${userId}&usersig=${userSig}`;
    const url = `${server}${key}`;
    this.#out.replaceChildren(
      ...entry('OBS: Server', server),
      ...entry('OBS: Stream key', key),
      ...entry('RTMP URL (FFmpeg and others)', url),
      ...entry('FFmpeg command', `ffmpeg -re -i INPUT -c:v libx264 -profile:v baseline -g 60 -c:a aac -b:a 128k -f flv '${url}'`));
    this.#out.hidden = false;
  }
}

export function rtmpServer(port) {
  return `rtmp://${location.hostname}${port === 1935 ? '' : `:${port}`}/push/`;
}

function entry(label, value) {
  return [el('dt', {}, label), el('dd', {}, el('code', {}, value), copyButton(label, () => value))];
}

export function copyButton(label, value) {
  const button = el('button', { type: 'button', class: 'quiet', 'aria-label': `Copy ${label}` }, 'Copy');
  button.addEventListener('click', () => copy(button, value()));
  return button;
}

export async function copy(button, value) {
  const label = button.textContent;
  const done = await write(value);
  button.textContent = done ? 'Copied' : 'Press Ctrl+C';
  setTimeout(() => { button.textContent = label; }, 1500);
}

// The clipboard API exists only in secure contexts; a console on plain HTTP from another machine has the older way.
async function write(value) {
  if (navigator.clipboard) return navigator.clipboard.writeText(value).then(() => true, () => false);
  const area = el('textarea', { readonly: '', 'aria-hidden': 'true', class: 'skip' });
  area.value = value;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

// A test picture and tone that need no permission: bars, something that moves, the time of day, and a tone that rises
// for a tenth of a second at every full second, when a square lights up, so that sound and picture can be compared.
const WIDTH = 1280;
const HEIGHT = 720;
const BARS = ['#c8c8c8', '#c8c814', '#14c8c8', '#14c814', '#c814c8', '#c81414', '#1414c8'];
const PIP_MILLIS = 100;
const TONE = 440;

export class Pattern {
  #context;
  #audio = new AudioContext();
  #tone = this.#audio.createOscillator();
  #ticker = new Worker(new URL('ticker.js', import.meta.url));
  #second = 0;
  #frame = 0;

  constructor() {
    const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
    this.#context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    this.#draw();
    this.#ticker.addEventListener('message', () => this.#draw());
    this.stream = new MediaStream([...canvas.captureStream().getTracks(), ...this.#sound().getTracks()]);
  }

  #sound() {
    const volume = this.#audio.createGain();
    volume.gain.value = 0.15;
    const out = this.#audio.createMediaStreamDestination();
    this.#tone.frequency.value = TONE;
    this.#tone.connect(volume).connect(out);
    this.#tone.start();
    this.#audio.resume();
    return out.stream;
  }

  #draw() {
    const now = new Date();
    const millis = now.getMilliseconds();
    if (now.getSeconds() !== this.#second) {
      this.#second = now.getSeconds();
      this.#pip();
    }
    this.#bars();
    this.#clock(now, millis);
    this.#frame++;
  }

  #pip() {
    const at = this.#audio.currentTime;
    this.#tone.frequency.setValueAtTime(2 * TONE, at);
    this.#tone.frequency.setValueAtTime(TONE, at + PIP_MILLIS / 1000);
  }

  #bars() {
    const at = this.#context;
    const wide = WIDTH / BARS.length;
    BARS.forEach((colour, i) => {
      at.fillStyle = colour;
      at.fillRect(Math.floor(i * wide), 0, Math.ceil(wide), HEIGHT);
    });
    at.fillStyle = '#10222b';
    at.fillRect(0, 0.62 * HEIGHT, WIDTH, 0.38 * HEIGHT);
    at.fillStyle = '#2dd4bf';
    at.fillRect((this.#frame * 8) % (WIDTH + 160) - 160, HEIGHT - 28, 160, 28);
  }

  #clock(now, millis) {
    const at = this.#context;
    const y = 0.79 * HEIGHT;
    this.#hand(150, y, 95, millis / 1000);
    at.fillStyle = '#ffffff';
    at.textBaseline = 'middle';
    at.font = '600 112px "DejaVu Sans Mono", ui-monospace, monospace';
    at.fillText(`${now.toTimeString().slice(0, 8)}.${String(millis).padStart(3, '0')}`, 290, y);
    if (millis < PIP_MILLIS) at.fillRect(WIDTH - 90, 30, 60, 60);
  }

  // Goes round once a second.
  #hand(x, y, radius, turn) {
    const at = this.#context;
    at.lineWidth = 8;
    at.strokeStyle = '#ffffff';
    at.beginPath();
    at.arc(x, y, radius, 0, 2 * Math.PI);
    at.moveTo(x, y);
    at.lineTo(x + radius * Math.sin(2 * Math.PI * turn), y - radius * Math.cos(2 * Math.PI * turn));
    at.stroke();
  }

  close() {
    this.#ticker.terminate();
    this.#audio.close();
  }
}

// The last minutes of an anchor's rates at the relay and here, a point a second; what the plots draw.
import { track } from './anchors.js';

export const SECONDS = 180;

export class History {
  #at = [];
  #fps = [[], []];
  #bits = [[], []];

  // What the relay says of the anchor, and what was measured here; either may be absent, which is a gap.
  add(anchor, reading) {
    const both = [track(anchor, 'video'), reading?.video];
    this.#at.push(Date.now() / 1000);
    both.forEach((video, i) => {
      this.#fps[i].push(video?.fps ?? null);
      this.#bits[i].push(mega(video?.bitsPerSecond));
    });
    if (this.#at.length > SECONDS) [this.#at, ...this.#fps, ...this.#bits].forEach((points) => points.shift());
  }

  fps() {
    return [this.#at, ...this.#fps];
  }

  bits() {
    return [this.#at, ...this.#bits];
  }
}

function mega(bitsPerSecond) {
  return bitsPerSecond === null || bitsPerSecond === undefined ? null : bitsPerSecond / 1e6;
}

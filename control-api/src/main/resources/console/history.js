// The last minutes of one number series per name, a point a second; what the plots draw.
export const SECONDS = 180;

export class History {
  #at = [];
  #series;

  constructor(...names) {
    this.#series = new Map(names.map((name) => [name, []]));
  }

  // One second's values; a name left out is a gap.
  add(atSeconds, values) {
    this.#at.push(atSeconds);
    for (const [name, points] of this.#series) points.push(values[name] ?? null);
    if (this.#at.length > SECONDS) {
      this.#at.shift();
      for (const points of this.#series.values()) points.shift();
    }
  }

  data(...names) {
    return [this.#at, ...names.map((name) => this.#series.get(name))];
  }
}

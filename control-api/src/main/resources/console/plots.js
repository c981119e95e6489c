// A plot of two series over the last minutes, frame rates or bitrates: at the relay and here.
import uPlot from './vendor/uPlot.esm.js';
import { SECONDS } from './history.js';

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false };
const HEIGHT = 160;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function axis(extra = {}) {
  return { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, ...extra };
}

function options(width, digits, [relay, here]) {
  const at = (_, ticks) => ticks.map((t) => new Date(t * 1000).toLocaleTimeString([], CLOCK));
  const values = (_, ticks) => ticks.map((v) => v.toFixed(digits));
  return {
    width,
    height: HEIGHT,
    cursor: { show: false },
    legend: { live: false },
    scales: { y: { range: (_, min, max) => [0, Math.max(max * 1.15, 0.5)] } },
    axes: [axis({ space: 90, values: at }), axis({ size: 46, space: 26, values })],
    series: [
      {},
      { label: relay, stroke: colour('--accent'), width: 2, points: { show: false } },
      { label: here, stroke: colour('--second'), width: 2, dash: [6, 4], points: { show: false } },
    ],
  };
}

export class Plot {
  #host;
  #digits;
  #labels;
  #plot = null;

  constructor(host, digits, labels) {
    this.#host = host;
    this.#digits = digits;
    this.#labels = labels;
    new ResizeObserver(() => this.#plot?.setSize({ width: host.clientWidth, height: HEIGHT })).observe(host);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#build(this.#plot?.data));
  }

  show(data) {
    if (!this.#plot) this.#build(data);
    const newest = data[0].at(-1) ?? Date.now() / 1000;
    this.#plot.batch(() => {
      this.#plot.setData(data, false);
      this.#plot.setScale('x', { min: newest - SECONDS, max: newest });
    });
  }

  #build(data) {
    this.#plot?.destroy();
    this.#plot = data ? new uPlot(options(this.#host.clientWidth || 400, this.#digits, this.#labels), data, this.#host) : null;
  }
}

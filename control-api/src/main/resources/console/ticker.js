// A worker that ticks: a page in the background has its own timers slowed to one a second, a worker's go on.
const FRAMES_PER_SECOND = 30;

setInterval(() => postMessage(null), 1000 / FRAMES_PER_SECOND);

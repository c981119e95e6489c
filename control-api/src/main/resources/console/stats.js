// What arrives or what is sent, from getStats: one reading a second, rates from the difference to the reading before.
export class StatsReader {
  #type;
  #tell;
  #before = new Map();
  #at = 0;

  static received() {
    return new StatsReader('inbound-rtp', received);
  }

  static sent() {
    return new StatsReader('outbound-rtp', sent);
  }

  constructor(type, tell) {
    this.#type = type;
    this.#tell = tell;
  }

  async read(pc) {
    const report = await pc.getStats();
    const all = [...report.values()];
    const at = performance.now();
    const flows = all.filter((s) => s.type === this.#type).map((s) => this.#flow(s, at - this.#at, all, report));
    this.#before = new Map(flows.map(({ now }) => [now.id, now]));
    this.#at = at;
    const tell = (kind) => {
      const ofKind = flows.filter(({ now }) => now.kind === kind);
      return ofKind.length ? this.#tell(ofKind) : undefined;
    };
    return { video: tell('video'), audio: tell('audio'), roundTripMillis: roundTrip(all) };
  }

  // One RTP stream: its figures, a function that makes rates of them, its codec, and what the other side reports of it.
  #flow(now, millis, all, report) {
    const before = this.#before.get(now.id);
    const per = (name, factor = 1) =>
      (before && millis > 0 ? Math.max(0, (now[name] ?? 0) - (before[name] ?? 0)) * factor * 1000 / millis : null);
    const remote = all.find((s) => s.type === 'remote-inbound-rtp' && s.localId === now.id);
    return { now, per, codec: report.get(now.codecId), remote };
  }
}

function roundTrip(all) {
  const pair = all.find((s) => s.type === 'candidate-pair' && s.nominated && s.state === 'succeeded');
  return pair?.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1000;
}

function codecName(codec) {
  return codec ? codec.mimeType.split('/')[1] : '';
}

function received([{ now, per, codec }]) {
  return {
    codec: codecName(codec),
    width: now.frameWidth,
    height: now.frameHeight,
    fps: per('framesDecoded'),
    bitsPerSecond: per('bytesReceived', 8),
    lost: now.packetsLost ?? 0,
    packets: now.packetsReceived ?? 0,
    dropped: now.framesDropped ?? 0,
    freezes: now.freezeCount ?? 0,
    bufferMillis: now.jitterBufferEmittedCount ? (now.jitterBufferDelay / now.jitterBufferEmittedCount) * 1000 : null,
    channels: codec?.channels,
  };
}

// All simulcast layers of a track together; its picture is that of the largest which flows.
function sent(flows) {
  const layers = flows.map(layer).sort((a, b) => b.width * b.height - a.width * a.height);
  const flowing = layers.filter(({ fps }) => fps > 0);
  const best = flowing[0] ?? layers[0];
  const sum = (value) => flows.reduce((total, flow) => total + (value(flow) ?? 0), 0);
  return {
    ...best,
    codec: codecName(flows.find(({ codec }) => codec)?.codec),
    channels: flows[0].codec?.channels,
    bitsPerSecond: layers.every(({ bitsPerSecond }) => bitsPerSecond === null) ? null : sum(({ per }) => per('bytesSent', 8)),
    lost: sum(({ remote }) => remote?.packetsLost),
    nacks: sum(({ now }) => now.nackCount),
    limit: flows.map(({ now }) => now.qualityLimitationReason).find((reason) => reason && reason !== 'none') ?? '',
    layers: layers.length > 1 ? flowing : [],
  };
}

function layer({ now, per }) {
  return { width: now.frameWidth ?? 0, height: now.frameHeight ?? 0, fps: per('framesEncoded'), bitsPerSecond: per('bytesSent', 8) };
}

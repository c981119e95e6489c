// What arrives, from getStats: one reading a second, rates from the difference to the reading before.
export class StatsReader {
  #before = null;

  async read(pc) {
    const report = [...(await pc.getStats()).values()];
    const now = { at: performance.now(), video: inbound(report, 'video'), audio: inbound(report, 'audio') };
    const pair = report.find((s) => s.type === 'candidate-pair' && s.nominated && s.state === 'succeeded');
    const before = this.#before;
    this.#before = now;
    return {
      video: now.video && received(report, now.video, before?.video, now.at - before?.at),
      audio: now.audio && received(report, now.audio, before?.audio, now.at - before?.at),
      roundTripMillis: pair?.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1000,
    };
  }
}

function inbound(report, kind) {
  return report.find((s) => s.type === 'inbound-rtp' && s.kind === kind);
}

function received(report, now, before, millis) {
  const codec = report.find((s) => s.id === now.codecId);
  const per = (name, factor = 1) =>
    (before && millis > 0 ? Math.max(0, (now[name] ?? 0) - (before[name] ?? 0)) * factor * 1000 / millis : null);
  return {
    codec: codec ? codec.mimeType.split('/')[1] : '',
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

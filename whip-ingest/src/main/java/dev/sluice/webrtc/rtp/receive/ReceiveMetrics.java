package dev.sluice.webrtc.rtp.receive;

import dev.sluice.runtime.DropReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What all receivers count together. Safe anywhere; counting allocates nothing. */
public final class ReceiveMetrics {
    private final Counter packets;
    private final Counter recovered;
    private final Counter lost;
    private final Counter keyFrameRequests;
    private final Counter framesDropped;
    private final Counter malformed;
    private final Counter unknown;

    public ReceiveMetrics(MeterRegistry registry) {
        packets = registry.counter("sluice.receive.packets");
        recovered = registry.counter("sluice.receive.recovered");
        lost = registry.counter("sluice.receive.lost");
        keyFrameRequests = registry.counter("sluice.receive.keyframe.requests");
        framesDropped = registry.counter("sluice.frames.dropped", "reason", DropReason.FRAME_INVALID.name());
        malformed = registry.counter("sluice.rtp.dropped", "reason", DropReason.RTP_MALFORMED.name());
        unknown = registry.counter("sluice.rtp.dropped", "reason", DropReason.RTP_UNKNOWN.name());
    }

    /** Said once in a while for many packets. */
    void received(StreamStats before, StreamStats now) {
        packets.increment((double) now.packets() - before.packets());
        recovered.increment((double) now.recovered() - before.recovered());
        lost.increment((double) now.lost() - before.lost());
        keyFrameRequests.increment((double) now.keyFrameRequests() - before.keyFrameRequests());
        framesDropped.increment((double) now.framesDropped() - before.framesDropped());
    }

    void malformed() {
        malformed.increment();
    }

    void unknown() {
        unknown.increment();
    }
}

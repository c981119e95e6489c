package dev.sluice.webrtc.rtp;

import dev.sluice.runtime.DropReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** What all senders count together. Safe anywhere; counting allocates nothing. */
public final class RtpMetrics {
    private final Timer relayDelay;
    private final Counter nackUnknown;
    private final Counter nackBudget;
    private final Counter malformed;
    private final Counter frameInvalid;
    private final Counter noReports;
    private final Counter viewerSlow;
    private final Counter keyFrameRequests;
    private final Counter packets;
    private final Counter resent;
    private final AtomicInteger paused = new AtomicInteger();
    private final AtomicInteger slow = new AtomicInteger();

    public RtpMetrics(MeterRegistry registry) {
        relayDelay = Timer.builder("sluice.relay.delay")
                .description("From the last byte of a live video frame read to its first packets handed to the socket")
                .serviceLevelObjectives(micros(50, 100, 250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 50_000,
                        100_000))
                .register(registry);
        nackUnknown = dropped(registry, "sluice.rtp.dropped", DropReason.NACK_UNKNOWN);
        nackBudget = dropped(registry, "sluice.rtp.dropped", DropReason.NACK_BUDGET);
        malformed = dropped(registry, "sluice.rtp.dropped", DropReason.RTP_MALFORMED);
        frameInvalid = dropped(registry, "sluice.frames.dropped", DropReason.FRAME_INVALID);
        noReports = dropped(registry, "sluice.frames.dropped", DropReason.NO_REPORTS);
        viewerSlow = dropped(registry, "sluice.frames.dropped", DropReason.VIEWER_SLOW);
        keyFrameRequests = registry.counter("sluice.keyframe.requests");
        packets = registry.counter("sluice.rtp.packets");
        resent = registry.counter("sluice.rtp.resent");
        registry.gauge("sluice.viewers.paused", paused);
        registry.gauge("sluice.viewers.slow", slow);
    }

    private static Duration[] micros(long... values) {
        return LongStream.of(values).mapToObj(value -> Duration.ofNanos(value * 1_000)).toArray(Duration[]::new);
    }

    private static Counter dropped(MeterRegistry registry, String name, DropReason reason) {
        return registry.counter(name, "reason", reason.name());
    }

    void relayed(long nanos) {
        relayDelay.record(nanos, TimeUnit.NANOSECONDS);
    }

    void nackUnknown() {
        nackUnknown.increment();
    }

    void nackBudget() {
        nackBudget.increment();
    }

    void frameInvalid() {
        frameInvalid.increment();
    }

    void keyFrameRequested() {
        keyFrameRequests.increment();
    }

    /** Said once in a while for many packets. */
    void sent(long morePackets, long moreResent) {
        packets.increment((double) morePackets);
        resent.increment((double) moreResent);
    }

    /** RTCP of a viewer that does not parse. */
    public void malformed() {
        malformed.increment();
    }

    /** A video frame was kept from a viewer that does not report. */
    public void noReports() {
        noReports.increment();
    }

    /** A video frame was kept from a slow viewer. */
    public void viewerSlow() {
        viewerSlow.increment();
    }

    /** @param change 1: one viewer more is slow; -1: one less */
    public void slow(int change) {
        slow.addAndGet(change);
    }

    /** @param change 1: one viewer more is paused; -1: one less */
    public void paused(int change) {
        paused.addAndGet(change);
    }
}

package dev.sluice.webrtc.rtp.receive;

import dev.sluice.media.MediaKind;
import dev.sluice.webrtc.rtp.wire.NtpTime;
import java.util.concurrent.TimeUnit;

/**
 * The clock of one stream: its RTP timestamps, unwrapped, plus an offset are its source time. Knows what the sender's
 * reports say of it. Changed by its {@link SenderClock} only. Single-threaded; pure.
 */
final class StreamClock {
    /** A frame's timestamp and its arrival that go apart by more are a jump of the clock. */
    static final long JUMP_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** A step back by more is one, too. */
    static final long MAX_BACK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** What two reports may disagree by: a drifting clock, and the sender's coarseness. */
    static final long MAX_DISAGREEMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long NANOS = 1_000_000_000L;

    private final MediaKind kind;
    private final int rate;
    private final Unwrapper timestamps = new Unwrapper(32);
    private boolean anchored;
    private long offset;
    private long latestTicks;
    private long latestSource = Long.MIN_VALUE;
    private long latestArrival;
    private Report report = Report.NONE;
    private Report rumour = Report.NONE;
    private boolean correcting;

    /** @param ntpNanos since 1900, of the moment whose timestamp is {@code ticks}; 0: there is no report */
    private record Report(long ticks, long ntpNanos) {
        static final Report NONE = new Report(0, 0);
    }

    /** @param rate ticks in a second */
    StreamClock(MediaKind kind, int rate) {
        this.kind = kind;
        this.rate = rate;
    }

    /** Ticks in a second. */
    int rate() {
        return rate;
    }

    MediaKind kind() {
        return kind;
    }

    long nanos(long ticks) {
        return ticks / rate * NANOS + ticks % rate * NANOS / rate;
    }

    long ticks(long nanos) {
        return nanos / NANOS * rate + nanos % NANOS * rate / NANOS;
    }

    long unwrap(long timestamp) {
        return timestamps.unwrap(timestamp);
    }

    boolean anchored() {
        return anchored;
    }

    /** Whether the frame cannot be of the same clock as those before. */
    boolean jumped(long ticks, long arrivalNanos) {
        return nanos(ticks - latestTicks) < -MAX_BACK_NANOS || apart(ticks, arrivalNanos) > JUMP_NANOS;
    }

    /** How far the steps of the stream's clock and of ours since the latest frame are apart. */
    private long apart(long ticks, long nowNanos) {
        return Math.abs(nanos(ticks - latestTicks) - (nowNanos - latestArrival));
    }

    /** From now on that timestamp is that source time; a report about another clock is forgotten. */
    void anchor(long ticks, long sourceNanos) {
        if (Math.abs(nanos(ticks - report.ticks())) > JUMP_NANOS) {
            forgetReport();
        }
        offset = ticks(sourceNanos) - ticks;
        anchored = true;
    }

    void shift(long ticks) {
        offset += ticks;
    }

    /** Returns the source time of a frame in ticks. */
    long place(long ticks, long arrivalNanos) {
        latestSource = Math.max(latestSource, ticks + offset);
        latestTicks = ticks;
        latestArrival = arrivalNanos;
        return latestSource;
    }

    /** Media time since the frame before, in ticks; not negative. */
    long elapsed(long ticks) {
        return Math.max(0, ticks - latestTicks);
    }

    long latestArrival() {
        return latestArrival;
    }

    /** What the source time is at a moment, in nanoseconds. */
    long present(long arrivalNanos) {
        return nanos(latestSource) + arrivalNanos - latestArrival;
    }

    /** Whether its error is being slewed away. */
    boolean correcting() {
        return correcting;
    }

    void correct(boolean whether) {
        correcting = whether;
    }

    boolean reported() {
        return report.ntpNanos() != 0;
    }

    void forgetReport() {
        report = Report.NONE;
        rumour = Report.NONE;
    }

    /** Source time less the sender's NTP time, nanoseconds. */
    long aheadOfNtp() {
        return nanos(report.ticks() + offset) - report.ntpNanos();
    }

    /** The NTP time of a timestamp, nanoseconds since 1900. */
    long ntp(long ticks) {
        return report.ntpNanos() + nanos(ticks - report.ticks());
    }

    /**
     * A sender report came. One that contradicts the one before is believed when another says the same.
     *
     * @param ntp as on the wire
     * @param timestamp 32 bits
     * @return whether the sender's NTP clock was set: reports of other streams no longer hold
     */
    boolean onReport(long ntp, long timestamp, long nowNanos) {
        long ticks = anchored ? timestamps.near(timestamp) : timestamps.unwrap(timestamp);
        // RFC 3550 6.4.1: a sender without a wall clock may send 0.
        if (ntp >>> 32 == 0 || (anchored && apart(ticks, nowNanos) > JUMP_NANOS)) {
            return false;
        }
        var next = new Report(ticks, NtpTime.nanos(ntp));
        if (!reported() || agree(report, next)) {
            report = next;
            rumour = Report.NONE;
            return false;
        }
        boolean confirmed = rumour.ntpNanos() != 0 && agree(rumour, next);
        report = confirmed ? next : report;
        rumour = confirmed ? Report.NONE : next;
        return confirmed;
    }

    private boolean agree(Report one, Report other) {
        long expected = one.ntpNanos() + nanos(other.ticks() - one.ticks());
        return Math.abs(other.ntpNanos() - expected) <= MAX_DISAGREEMENT_NANOS;
    }
}

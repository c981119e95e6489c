package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.wire.NtpTime;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;

/**
 * What a receiver report says of one stream (RFC 3550 6.4.1, A.3, A.8; jitter of packets in order only).
 * Retransmissions on a stream of their own are not
 * counted, so the sender sees what the network lost. Single-threaded; time is an argument.
 */
final class ReceptionStatistics {
    private static final int MAX_LOST = 0x7fffff;
    private static final int MIN_LOST = -0x800000;
    private static final double JITTER_GAIN = 1.0 / 16;
    private static final long NANOS = 1_000_000_000L;

    private final int clockRate;
    private long base;
    private long highest;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private int transit;
    private double jitter;
    private long reportNtp;
    private long reportNanos;

    /** @param clockRate of the stream's timestamps, Hz */
    ReceptionStatistics(int clockRate) {
        this.clockRate = clockRate;
    }

    /**
     * @param sequence unwrapped
     * @param timestamp 32 bits
     */
    void onPacket(long sequence, long timestamp, long nowNanos) {
        int passed = (int) (ticks(nowNanos) - timestamp);
        if (received++ == 0) {
            base = sequence;
            highest = sequence;
            transit = passed;
        } else if (sequence > highest) {
            // 32 bits that wrap. More than a second is no jitter: the clock was set. Nor is a resend's delay.
            int change = Math.abs(passed - transit);
            jitter += change < clockRate ? (change - jitter) * JITTER_GAIN : 0;
            transit = passed;
        }
        advance(sequence);
    }

    private long ticks(long nanos) {
        return nanos / NANOS * clockRate + nanos % NANOS * clockRate / NANOS;
    }

    private void advance(long sequence) {
        if (sequence - highest >= SequenceTracker.MAX_JUMP) {
            // The sender started over: what lies between was never sent.
            base += sequence - highest - 1;
        }
        base = Math.min(base, sequence);
        highest = Math.max(highest, sequence);
    }

    /** @param ntp of a sender report that came now */
    void onSenderReport(long ntp, long nowNanos) {
        reportNtp = ntp;
        reportNanos = nowNanos;
    }

    /** The report block that is due now; the next one's fraction counts from here. */
    RtcpPacket.ReportBlock block(long ssrc, long nowNanos) {
        long expected = received == 0 ? 0 : highest - base + 1;
        long interval = expected - expectedBefore;
        long lost = interval - (received - receivedBefore);
        int fraction = interval <= 0 || lost <= 0 ? 0 : (int) Math.min(255, (lost << 8) / interval);
        expectedBefore = expected;
        receivedBefore = received;
        return new RtcpPacket.ReportBlock(ssrc, fraction, Math.clamp(expected - received, MIN_LOST, MAX_LOST),
                highest & 0xffffffffL, (long) jitter, NtpTime.middle(reportNtp) & 0xffffffffL,
                reportNtp == 0 ? 0 : delay(nowNanos - reportNanos));
    }

    /** In 1/65536 s. */
    private static long delay(long nanos) {
        return ((nanos / NANOS) << 16) + ((nanos % NANOS) << 16) / NANOS & 0xffffffffL;
    }

    double jitterMillis() {
        return jitter * 1_000 / clockRate;
    }
}

package dev.sluice.webrtc.rtp;

import dev.sluice.webrtc.rtp.wire.NtpTime;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;

/** What a viewer's last report said of a stream. Single-threaded. */
final class ReceiverState {
    private static final double FRACTION = 256;
    private static final double UNITS_PER_MILLI = 65.536;

    private double lossFraction;
    private double jitterMillis;
    private double rttMillis = SenderStats.UNKNOWN;

    /**
     * @param ntp now, by the clock of our sender reports
     * @param clockRate of the stream, Hz
     */
    void report(RtcpPacket.ReportBlock block, long ntp, int clockRate) {
        lossFraction = block.fractionLost() / FRACTION;
        jitterMillis = block.jitter() * 1_000.0 / clockRate;
        if (block.lastSenderReport() != 0) {
            // RFC 3550 6.4.1: A - LSR - DLSR, in 32 bits that wrap.
            int units = NtpTime.middle(ntp) - (int) block.lastSenderReport() - (int) block.delaySinceLast();
            rttMillis = Math.max(0, units) / UNITS_PER_MILLI;
        }
    }

    double lossFraction() {
        return lossFraction;
    }

    double jitterMillis() {
        return jitterMillis;
    }

    double rttMillis() {
        return rttMillis;
    }
}

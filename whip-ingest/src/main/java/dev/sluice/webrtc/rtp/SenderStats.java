package dev.sluice.webrtc.rtp;

import dev.sluice.media.MediaKind;

/**
 * How one stream to a viewer fares, as of its last second.
 *
 * @param packets sent for the first time
 * @param bytes of RTP payload in them
 * @param resent packets
 * @param nacked packets that the viewer asked for again
 * @param lossFraction of the packets between the viewer's last two reports, 0..1
 * @param jitterMillis interarrival jitter that the viewer reports
 * @param rttMillis round trip, or {@link #UNKNOWN}
 */
public record SenderStats(MediaKind kind, long packets, long bytes, long resent, long nacked, double lossFraction,
        double jitterMillis, double rttMillis) {
    public static final double UNKNOWN = -1;

    static SenderStats none(MediaKind kind) {
        return new SenderStats(kind, 0, 0, 0, 0, 0, 0, UNKNOWN);
    }
}

package dev.sluice.webrtc.rtp.receive;

import dev.sluice.media.MediaKind;

/**
 * How one stream of a publisher fares, as of its last second. Counts start over with a new SSRC.
 *
 * @param rid of simulcast, or empty
 * @param packets received, retransmissions included
 * @param bytes of RTP payload in them
 * @param lost packets that never came
 * @param nacked requests for a packet, repetitions included
 * @param recovered packets that came after they had been asked for
 * @param jitterMillis interarrival jitter (RFC 3550 6.4.1)
 * @param keyFrameRequests sent
 * @param frames that came out
 * @param framesDropped that missed a packet, or the key frame before
 */
public record StreamStats(MediaKind kind, String rid, long packets, long bytes, long lost, long nacked, long recovered,
        double jitterMillis, long keyFrameRequests, long frames, long framesDropped) {
    static StreamStats none(MediaKind kind, String rid) {
        return new StreamStats(kind, rid, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}

package dev.sluice.webrtc.sdp;

import dev.sluice.media.Codec;
import java.util.Set;

/**
 * One codec of an accepted media section.
 *
 * @param payloadType the offer's number, 0..127
 * @param clockRate of the RTP timestamps, Hz
 * @param channels of audio, 1 for video
 * @param rtxPayloadType RFC 4588 payload type whose {@code apt} is this one, or {@link #NO_RTX}
 * @param feedback RTCP feedback that both sides do
 */
public record NegotiatedCodec(Codec codec, int payloadType, int clockRate, int channels, int rtxPayloadType,
        Set<Feedback> feedback) {
    public static final int NO_RTX = -1;

    public NegotiatedCodec {
        feedback = Set.copyOf(feedback);
    }

    public boolean rtx() {
        return rtxPayloadType != NO_RTX;
    }
}

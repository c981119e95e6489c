package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.payload.Depacketizer;
import dev.sluice.webrtc.sdp.NegotiatedCodec;

/** Makes the depacketizer of a stream's codec. */
@FunctionalInterface
public interface Depacketizers {
    Depacketizer of(NegotiatedCodec codec);
}

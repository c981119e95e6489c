package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Codec;
import dev.sluice.media.EncodedFrame;
import dev.sluice.webrtc.rtp.wire.HeaderExtensions;
import dev.sluice.webrtc.rtp.wire.RtpReader;

/**
 * Divides frames of one codec into RTP payloads. The same frame always gives the same payloads. May keep state between
 * calls to save work; one object serves one thread.
 */
public interface Packetizer {
    /** Bytes of the largest datagram: fits every path that WebRTC is used on. */
    int MAX_DATAGRAM = 1_200;
    /** Tag of AEAD_AES_128_GCM (RFC 7714 14.2), the longest of the profiles. */
    int MAX_SRTP_TAG = 16;
    /** Original sequence number before a retransmitted payload (RFC 4588 4). */
    int RTX_OVERHEAD = 2;
    /** Bytes of the largest payload, so that a datagram holds it with any header, as original and as RTX. */
    int MAX_PAYLOAD = MAX_DATAGRAM - RtpReader.FIXED_SIZE - HeaderExtensions.maxSize() - RTX_OVERHEAD - MAX_SRTP_TAG;

    /**
     * Lists the frame's payloads.
     *
     * @param frame borrowed; the list refers to its payload by absolute indices
     * @param list emptied first; left empty when the frame cannot be sent
     * @return whether the frame can be sent
     */
    boolean packetize(EncodedFrame frame, PayloadList list);

    /** Of the codecs that WebRTC carries. */
    static Packetizer of(Codec codec) {
        return switch (codec) {
            case H264 -> new H264Packetizer();
            case HEVC -> new HevcPacketizer();
            case OPUS -> new OpusPacketizer();
            case VP8 -> new Vp8Packetizer();
            case VP9 -> new Vp9Packetizer();
            case AV1 -> new Av1Packetizer();
            case AAC -> throw new IllegalArgumentException(codec + ": no RTP payload format");
        };
    }
}

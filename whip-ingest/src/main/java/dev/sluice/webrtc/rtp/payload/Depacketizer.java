package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Codec;
import dev.sluice.media.CodecConfig;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Puts frames of one codec together from RTP payloads, the reverse of a {@link Packetizer}. It is given the payloads of one
 * frame (one RTP timestamp) in sequence, none missing, and then asked for the frame. Single-threaded; knows no sequence
 * numbers and no clock.
 */
public interface Depacketizer {
    /** A frame of more bytes than this is none: the largest key frame of a 4K camera is a quarter of it. */
    int MAX_FRAME_BYTES = 4 << 20;

    /**
     * Whether the payload is certain to be a frame's first, whatever was lost before it.
     *
     * @param packet borrowed
     * @param length above 0
     */
    boolean startsFrame(ByteBuf packet, int index, int length);

    /**
     * One more payload of the frame.
     *
     * @param packet borrowed; copied where it is needed longer
     * @param length 0 is padding, and nothing
     * @return false where it is malformed or the frame too large: the frame is lost, {@link #reset()} follows
     */
    boolean add(ByteBuf packet, int index, int length);

    /**
     * The last payload was added: gives the frame away and starts over.
     *
     * @return the payload as {@link dev.sluice.media.EncodedFrame} has it for the codec, the caller's own; null where
     *         what was added holds no whole picture (only parameter sets, an unfinished fragment)
     */
    @Nullable
    ByteBuf finish();

    /** Whether the frame last finished can be decoded without any before it. */
    boolean keyFrame();

    /** What a decoder of the frame last finished must know; null while no configuration has come. */
    @Nullable
    CodecConfig config();

    /** Forgets what was added to the unfinished frame and releases it; the configuration stays. Idempotent. */
    void reset();

    /** Of the codecs that WebRTC carries. */
    static Depacketizer of(Codec codec) {
        return switch (codec) {
            case H264 -> new H264Depacketizer();
            case HEVC -> new HevcDepacketizer();
            case VP8 -> new Vp8Depacketizer();
            case VP9 -> new Vp9Depacketizer();
            case AV1 -> new Av1Depacketizer();
            case OPUS -> new OpusDepacketizer();
            case AAC -> throw new IllegalArgumentException(codec + ": no RTP payload format");
        };
    }
}

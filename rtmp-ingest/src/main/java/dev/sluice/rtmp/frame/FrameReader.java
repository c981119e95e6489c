package dev.sluice.rtmp.frame;

import dev.sluice.media.Codec;
import dev.sluice.media.VideoConfig;
import dev.sluice.media.vp8.Vp8FrameHeader;
import dev.sluice.media.vp9.Vp9FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the tags of one codec hold into the form of {@link dev.sluice.media.EncodedFrame}, and finds out the
 * configuration. Borrows the tags. One per video track and codec, on its session's loop.
 */
sealed interface FrameReader permits NalFrameReader, Av1FrameReader, VpxFrameReader {
    /**
     * A configuration record came; it may be the first, the same again or another one.
     *
     * @throws dev.sluice.runtime.ProtocolException PROTOCOL_ERROR, LIMIT_EXCEEDED
     */
    void sequenceHeader(ByteBuf record);

    /**
     * Looks through a frame.
     *
     * @return whether there is one: false where nothing is shown, and where it is malformed
     * @throws dev.sluice.runtime.ProtocolException PROTOCOL_ERROR where a parameter set in it is malformed
     */
    boolean read(ByteBuf data);

    /** Of the frame read last. A key frame flag of the tag alone does not promise that decoding can start. */
    boolean keyFrame();

    /** The payload of the frame read last, out of the same buffer; the caller's to release. */
    ByteBuf payload(ByteBuf data, ByteBufAllocator allocator);

    /** In force for the frame read last; null: not told yet. */
    @Nullable
    VideoConfig config();

    static FrameReader of(Codec codec) {
        return switch (codec) {
            case H264 -> new H264FrameReader();
            case HEVC -> new HevcFrameReader();
            case AV1 -> new Av1FrameReader();
            case VP9 -> new VpxFrameReader(Vp9FrameHeader::key, Vp9FrameHeader::config);
            case VP8 -> new VpxFrameReader(frame -> Vp8FrameHeader.key(frame.getByte(frame.readerIndex())),
                    Vp8FrameHeader::config);
            case AAC, OPUS -> throw new IllegalArgumentException(codec + " has no pictures");
        };
    }
}

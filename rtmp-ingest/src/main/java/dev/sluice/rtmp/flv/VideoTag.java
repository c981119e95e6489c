package dev.sluice.rtmp.flv;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;

/**
 * The body of a video tag, E.4.3. Its buffers are views of the tag's, borrowed.
 *
 * <pre>
 *  | frame type 4 bits | codec id 4 bits | AVC packet type 8 | composition time 24, signed | data |
 * </pre>
 */
public sealed interface VideoTag {
    /**
     * Sequence header.
     *
     * @param config an AVCDecoderConfigurationRecord
     */
    record Config(ByteBuf config) implements VideoTag {}

    /**
     * NAL units of one access unit.
     *
     * @param compositionTime milliseconds from the tag's time (decoding) to presentation, possibly negative
     */
    record Frame(int compositionTime, ByteBuf nalUnits) implements VideoTag {}

    /** Nothing to show: end of sequence, a seek marker, an empty body. */
    record Nothing() implements VideoTag {}

    int FRAME_INFO = 5;
    int CODEC_AVC = 7;
    int HEADER_BYTES = 5;

    /** @throws ProtocolException CODEC_UNSUPPORTED, PROTOCOL_ERROR */
    static VideoTag parse(ByteBuf body) {
        if (!body.isReadable()) {
            return new Nothing();
        }
        int at = body.readerIndex();
        int first = body.getUnsignedByte(at);
        if (first >> 7 == 1) {
            throw unsupported("FourCC " + FourCc.at(body, at + 1)); // Enhanced RTMP: the top bit says so
        }
        if (first >> 4 == FRAME_INFO) {
            return new Nothing();
        }
        if ((first & 0xf) != CODEC_AVC) {
            throw unsupported("FLV codec id " + (first & 0xf));
        }
        if (body.readableBytes() < HEADER_BYTES) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "FLV video tag", body.readableBytes() + " bytes",
                    HEADER_BYTES + " or more");
        }
        return avc(body, at);
    }

    private static VideoTag avc(ByteBuf body, int at) {
        var data = body.slice(at + HEADER_BYTES, body.readableBytes() - HEADER_BYTES);
        return switch (body.getUnsignedByte(at + 1)) {
            case 0 -> new Config(data);
            case 1 -> new Frame(body.getMedium(at + 2), data);
            default -> new Nothing();
        };
    }

    private static ProtocolException unsupported(String found) {
        return ProtocolException.found(StableCode.CODEC_UNSUPPORTED, "video codec", found, "H.264 (codec id 7)");
    }
}

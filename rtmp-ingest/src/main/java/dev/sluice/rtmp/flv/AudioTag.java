package dev.sluice.rtmp.flv;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;

/**
 * The body of an audio tag, E.4.2. Its buffers are views of the tag's, borrowed. Rate, size and channels of the first
 * byte mean nothing for AAC.
 *
 * <pre>
 *  | sound format 4 bits | rate 2, size 1, channels 1 | AAC packet type 8 | data |
 * </pre>
 */
public sealed interface AudioTag {
    /**
     * Sequence header.
     *
     * @param config an AudioSpecificConfig
     */
    record Config(ByteBuf config) implements AudioTag {}

    /** One raw_data_block. */
    record Frame(ByteBuf data) implements AudioTag {}

    /** Nothing to hear: OBS and FFmpeg send empty bodies. */
    record Nothing() implements AudioTag {}

    int FORMAT_EX_HEADER = 9;
    int FORMAT_AAC = 10;
    int HEADER_BYTES = 2;

    /** @throws ProtocolException CODEC_UNSUPPORTED */
    static AudioTag parse(ByteBuf body) {
        if (!body.isReadable()) {
            return new Nothing();
        }
        int at = body.readerIndex();
        int format = body.getUnsignedByte(at) >> 4;
        if (format != FORMAT_AAC) {
            var found = format == FORMAT_EX_HEADER ? "FourCC " + FourCc.at(body, at + 1) : "FLV sound format " + format;
            throw ProtocolException.found(StableCode.CODEC_UNSUPPORTED, "audio codec", found, "AAC (sound format 10)");
        }
        if (body.readableBytes() <= HEADER_BYTES) {
            return new Nothing();
        }
        var data = body.slice(at + HEADER_BYTES, body.readableBytes() - HEADER_BYTES);
        return switch (body.getUnsignedByte(at + 1)) {
            case 0 -> new Config(data);
            case 1 -> new Frame(data);
            default -> new Nothing();
        };
    }
}

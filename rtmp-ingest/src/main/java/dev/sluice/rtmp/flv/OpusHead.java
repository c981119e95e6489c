package dev.sluice.rtmp.flv;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The sequence header of Opus, RFC 7845 5.1:
 *
 * <pre>
 *  | "OpusHead" | version 8 | channels 8 | pre-skip 16 | input sample rate 32 | output gain 16 | mapping family 8 |
 * </pre>
 *
 * @param channels 1 or 2
 */
public record OpusHead(int channels) {
    private static final int MAGIC_BYTES = 8;
    private static final int MAX_CHANNELS = 2;
    private static final int SAMPLE_RATE = 48_000;

    /**
     * Reads the readable bytes, borrowed.
     *
     * @return null for the comment header, which Enhanced RTMP lets through too
     * @throws ProtocolException PROTOCOL_ERROR; CODEC_UNSUPPORTED for more channels than WebRTC takes (RFC 7587 7)
     */
    public static @Nullable OpusHead parse(ByteBuf header) {
        var in = new Fields("Opus identification header", header);
        var magic = in.slice(MAGIC_BYTES);
        if (is("OpusTags", magic)) {
            return null;
        }
        if (!is("OpusHead", magic)) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "Opus identification header",
                    ByteBufUtil.hexDump(magic), "\"OpusHead\"");
        }
        in.skip(1); // version: what is incompatible comes in its upper half, and none has
        int channels = in.octet();
        in.skip(2 + 4 + 2); // pre-skip, input sample rate, output gain: a live decoder has no use for them
        int family = in.octet();
        if (channels < 1 || channels > MAX_CHANNELS || family != 0) {
            throw ProtocolException.found(StableCode.CODEC_UNSUPPORTED, "Opus channels",
                    channels + " of mapping family " + family, "mono or stereo, of mapping family 0");
        }
        return new OpusHead(channels);
    }

    /** Appends the header; nothing is known of the source's own rate and gain, and nothing is skipped. */
    void writeTo(ByteBuf out) {
        out.writeCharSequence("OpusHead", StandardCharsets.US_ASCII);
        out.writeByte(1).writeByte(channels).writeShortLE(0).writeIntLE(SAMPLE_RATE).writeShortLE(0).writeByte(0);
    }

    private static boolean is(String magic, ByteBuf bytes) {
        return magic.equals(bytes.toString(StandardCharsets.US_ASCII));
    }
}

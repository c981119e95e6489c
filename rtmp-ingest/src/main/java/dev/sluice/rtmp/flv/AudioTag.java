package dev.sluice.rtmp.flv;

import dev.sluice.media.Codec;
import dev.sluice.media.MediaKind;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * The body of an audio tag. Its buffers are views of the tag's, borrowed. By FLV E.4.2, where rate, size and channels mean
 * nothing for AAC:
 *
 * <pre>
 *  | sound format 4 bits | rate 2, size 1, channels 1 | AAC packet type 8 | data |
 * </pre>
 *
 * And by Enhanced RTMP, where the sound format is 9:
 *
 * <pre>
 *  | 1001 | packet type 4 bits | as EnhancedBody has it | data |
 * </pre>
 */
public sealed interface AudioTag {
    /**
     * Sequence header.
     *
     * @param record an AudioSpecificConfig, or a header packet of Opus in Ogg
     */
    record Config(Codec codec, ByteBuf record) implements AudioTag {}

    /** One raw_data_block, or one Opus packet. */
    record Frame(Codec codec, ByteBuf data) implements AudioTag {}

    /** Nothing to hear: OBS and FFmpeg send empty bodies; the end of a sequence; which speaker a channel is for. */
    record Nothing() implements AudioTag {}

    /** Of a track behind the first, whatever it is: not carried. */
    record OtherTrack() implements AudioTag {}

    /** One of each of several tracks. */
    record Several(List<AudioTag> tags) implements AudioTag {}

    int FORMAT_EX_HEADER = 9;
    int FORMAT_AAC = 10;
    int SEQUENCE_START = 0;
    int CODED_FRAMES = 1;
    int SEQUENCE_END = 2;
    int MULTICHANNEL_CONFIG = 4;
    int MULTITRACK = 5;
    int HEADER_BYTES = 2;

    /** @throws ProtocolException CODEC_UNSUPPORTED, PROTOCOL_ERROR, LIMIT_EXCEEDED */
    static AudioTag parse(ByteBuf body) {
        if (!body.isReadable()) {
            return new Nothing();
        }
        int format = body.getUnsignedByte(body.readerIndex()) >> 4;
        return switch (format) {
            case FORMAT_EX_HEADER -> enhanced(body);
            case FORMAT_AAC -> body.readableBytes() <= HEADER_BYTES ? new Nothing() : aac(body);
            default -> throw unsupported("FLV sound format " + format);
        };
    }

    private static AudioTag aac(ByteBuf body) {
        var in = new Fields("FLV audio tag", body);
        in.skip(1);
        return switch (in.octet()) {
            case SEQUENCE_START -> new Config(Codec.AAC, in.rest());
            case CODED_FRAMES -> new Frame(Codec.AAC, in.rest());
            default -> new Nothing();
        };
    }

    private static AudioTag enhanced(ByteBuf body) {
        var packets = EnhancedBody.packets("FLV audio tag", body, MULTITRACK);
        return packets.size() == 1
                ? enhanced(packets.getFirst())
                : new Several(packets.stream().map(AudioTag::enhanced).toList());
    }

    private static AudioTag enhanced(EnhancedBody.Packet packet) {
        if (packet.track() != 0) {
            return new OtherTrack();
        }
        var fourCc = FourCc.of(packet.fourCc());
        if (fourCc == null || fourCc.codec().kind() != MediaKind.AUDIO) {
            throw unsupported("FourCC " + FourCc.text(packet.fourCc()));
        }
        boolean empty = !packet.data().isReadable();
        return switch (packet.type()) {
            case SEQUENCE_START -> empty ? new Nothing() : new Config(fourCc.codec(), packet.data());
            case CODED_FRAMES -> empty ? new Nothing() : new Frame(fourCc.codec(), packet.data());
            case SEQUENCE_END, MULTICHANNEL_CONFIG -> new Nothing();
            default -> throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "FLV audio packet type", packet.type(),
                    "0..2, 4, 5 or 7");
        };
    }

    private static ProtocolException unsupported(String found) {
        return ProtocolException.found(StableCode.CODEC_UNSUPPORTED, "audio codec", found,
                "one of " + FourCc.names(MediaKind.AUDIO));
    }
}

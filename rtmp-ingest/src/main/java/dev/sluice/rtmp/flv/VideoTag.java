package dev.sluice.rtmp.flv;

import dev.sluice.media.Codec;
import dev.sluice.media.MediaKind;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * The body of a video tag. Its buffers are views of the tag's, borrowed. By FLV E.4.3:
 *
 * <pre>
 *  | 0, frame type 3 bits | codec id 4 bits | packet type 8 | composition time 24, signed | data |
 * </pre>
 *
 * And by Enhanced RTMP, which the highest bit tells, with a composition time in CodedFrames of H.264 and HEVC only:
 *
 * <pre>
 *  | 1, frame type 3 bits | packet type 4 bits | as EnhancedBody has it | [composition time 24] | data |
 * </pre>
 */
public sealed interface VideoTag {
    /**
     * Sequence header.
     *
     * @param track 0 is the first and, mostly, only one
     * @param record the codec's configuration record
     */
    record Config(int track, Codec codec, ByteBuf record) implements VideoTag {}

    /**
     * One frame.
     *
     * @param compositionTime milliseconds from the tag's time (decoding) to presentation, possibly negative
     * @param data NAL units of one access unit, OBUs of one temporal unit, or one frame of VP8 or VP9
     */
    record Frame(int track, Codec codec, int compositionTime, ByteBuf data) implements VideoTag {}

    /** Nothing to show: end of sequence, colour metadata, a seek marker, an empty body. */
    record Nothing() implements VideoTag {}

    /** One of each of several tracks. */
    record Several(List<VideoTag> tags) implements VideoTag {}

    int ENHANCED = 0x80;
    int FRAME_INFO = 5;
    int CODEC_AVC = 7;
    /** Not Adobe's: hardware encoders send HEVC so, and FFmpeg before 6.1 with a patch. */
    int CODEC_HEVC = 12;
    int SEQUENCE_START = 0;
    int CODED_FRAMES = 1;
    int SEQUENCE_END = 2;
    int CODED_FRAMES_X = 3;
    int METADATA = 4;
    int MPEG2TS_SEQUENCE_START = 5;
    int MULTITRACK = 6;

    /** @throws ProtocolException CODEC_UNSUPPORTED, PROTOCOL_ERROR, LIMIT_EXCEEDED */
    static VideoTag parse(ByteBuf body) {
        if (!body.isReadable()) {
            return new Nothing();
        }
        int first = body.getUnsignedByte(body.readerIndex());
        if ((first >> 4 & 7) == FRAME_INFO) {
            return new Nothing();
        }
        if ((first & ENHANCED) == 0) {
            return legacy(body);
        }
        var packets = EnhancedBody.packets("FLV video tag", body, MULTITRACK);
        return packets.size() == 1
                ? enhanced(packets.getFirst())
                : new Several(packets.stream().map(VideoTag::enhanced).toList());
    }

    private static VideoTag legacy(ByteBuf body) {
        var in = new Fields("FLV video tag", body);
        int codecId = in.octet() & 0xf;
        var codec = switch (codecId) {
            case CODEC_AVC -> Codec.H264;
            case CODEC_HEVC -> Codec.HEVC;
            default -> throw unsupported("FLV codec id " + codecId);
        };
        int type = in.octet();
        int compositionTime = in.medium();
        return switch (type) {
            case SEQUENCE_START -> new Config(0, codec, in.rest());
            case CODED_FRAMES -> new Frame(0, codec, compositionTime, in.rest());
            default -> new Nothing();
        };
    }

    private static VideoTag enhanced(EnhancedBody.Packet packet) {
        var fourCc = FourCc.of(packet.fourCc());
        if (fourCc == null || fourCc.codec().kind() != MediaKind.VIDEO) {
            throw unsupported("FourCC " + FourCc.text(packet.fourCc()));
        }
        return switch (packet.type()) {
            case SEQUENCE_START -> new Config(packet.track(), fourCc.codec(), packet.data());
            case CODED_FRAMES -> codedFrames(packet, fourCc.codec());
            case CODED_FRAMES_X -> new Frame(packet.track(), fourCc.codec(), 0, packet.data());
            // The descriptor of MPEG2TSSequenceStart has nothing that the first key frame lacks.
            case SEQUENCE_END, METADATA, MPEG2TS_SEQUENCE_START -> new Nothing();
            default -> throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "FLV video packet type", packet.type(),
                    "0..7");
        };
    }

    private static VideoTag codedFrames(EnhancedBody.Packet packet, Codec codec) {
        if (codec != Codec.H264 && codec != Codec.HEVC) {
            return new Frame(packet.track(), codec, 0, packet.data());
        }
        var in = new Fields("FLV video tag", packet.data());
        int compositionTime = in.medium();
        return new Frame(packet.track(), codec, compositionTime, in.rest());
    }

    private static ProtocolException unsupported(String found) {
        return ProtocolException.found(StableCode.CODEC_UNSUPPORTED, "video codec", found,
                "one of " + FourCc.names(MediaKind.VIDEO));
    }
}

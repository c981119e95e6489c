package dev.sluice.webrtc.rtp.receive;

import dev.sluice.media.Codec;
import dev.sluice.media.MediaKind;
import dev.sluice.webrtc.rtp.wire.RtpReader;
import dev.sluice.webrtc.sdp.Feedback;
import dev.sluice.webrtc.sdp.NegotiatedCodec;
import dev.sluice.webrtc.sdp.ReceivedExtensions;
import dev.sluice.webrtc.sdp.ReceivedMedia;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Sections and packets of a publisher. */
final class TestMedia {
    static final long MILLI = 1_000_000;
    static final int VIDEO_TYPE = 96;
    static final int RTX_TYPE = 97;
    static final int AUDIO_TYPE = 111;
    static final long VIDEO_SSRC = 1_000;
    static final long RTX_SSRC = 2_000;
    static final long AUDIO_SSRC = 3_000;
    static final long OUR_SSRC = 9;
    static final ReceivedExtensions EXTENSIONS = new ReceivedExtensions(1, 2, 3, 4);
    static final Set<Feedback> ALL = Set.of(Feedback.NACK, Feedback.NACK_PLI, Feedback.CCM_FIR, Feedback.TRANSPORT_CC);

    private TestMedia() {}

    static NegotiatedCodec vp8(Set<Feedback> feedback, boolean rtx) {
        return new NegotiatedCodec(Codec.VP8, VIDEO_TYPE, 90_000, 1, rtx ? RTX_TYPE : NegotiatedCodec.NO_RTX, feedback);
    }

    static ReceivedMedia video(NegotiatedCodec... codecs) {
        return new ReceivedMedia("v", MediaKind.VIDEO, List.of(codecs), List.of(), List.of(), List.of(), EXTENSIONS,
                true);
    }

    static ReceivedMedia audio(Set<Feedback> feedback) {
        var opus = new NegotiatedCodec(Codec.OPUS, AUDIO_TYPE, 48_000, 2, NegotiatedCodec.NO_RTX, feedback);
        return new ReceivedMedia("a", MediaKind.AUDIO, List.of(opus), List.of(), List.of(), List.of(), EXTENSIONS,
                true);
    }

    static ReceivedMedia with(ReceivedMedia media, List<Long> ssrcs, List<String> rids) {
        return new ReceivedMedia(media.mid(), media.kind(), media.codecs(), ssrcs, media.groups(), rids,
                media.extensions(), media.reducedSize());
    }

    /** One RTP packet; elements of the header extension as id and value, the value text or (a Short) a number. */
    static ByteBuf packet(long ssrc, int type, int sequence, long timestamp, boolean marker, ByteBuf payload,
            Object... elements) {
        var out = Unpooled.buffer(RtpReader.FIXED_SIZE + 64 + payload.readableBytes());
        out.writeByte(elements.length == 0 ? 0x80 : 0x90).writeByte(marker ? 0x80 | type : type).writeShort(sequence);
        out.writeInt((int) timestamp).writeInt((int) ssrc);
        if (elements.length > 0) {
            int start = out.writeShort(0xbede).writeShort(0).writerIndex();
            for (int i = 0; i < elements.length; i += 2) {
                byte[] value = elements[i + 1] instanceof Short number
                        ? new byte[]{(byte) (number >> 8), (byte) (short) number}
                        : elements[i + 1].toString().getBytes(StandardCharsets.UTF_8);
                out.writeByte((int) elements[i] << 4 | value.length - 1).writeBytes(value);
            }
            out.writeZero(-(out.writerIndex() - start) & 3);
            out.setShort(start - 2, (out.writerIndex() - start) / 4);
        }
        return out.writeBytes(payload);
    }

    static RtpReader read(ByteBuf packet) {
        var reader = new RtpReader();
        if (!reader.read(packet)) {
            throw new AssertionError("no RTP");
        }
        return reader;
    }
}

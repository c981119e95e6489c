package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Codec;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.TrackInfo;
import dev.sluice.media.Vp8Config;
import dev.sluice.media.Vp9Config;
import dev.sluice.media.av1.Av1SequenceHeader;
import dev.sluice.media.av1.Obus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Frames of real encoders (see README.md beside the files), and frames and payloads in hex for tables. */
final class VideoSamples {
    static final int KEY_FRAME_EVERY = 3;
    private static final int IVF_HEADER = 32;
    private static final int IVF_FRAME_HEADER = 12;

    private VideoSamples() {}

    /** As the room has them: AV1 without its temporal delimiters. */
    static List<byte[]> frames(Codec codec) {
        var frames = new ArrayList<byte[]>();
        var file = Unpooled.wrappedBuffer(resource(codec.label().toLowerCase(Locale.ROOT) + ".ivf"))
                .skipBytes(IVF_HEADER);
        while (file.isReadable()) {
            int length = file.readIntLE();
            file.skipBytes(IVF_FRAME_HEADER - Integer.BYTES);
            int delimiter = codec == Codec.AV1 ? 2 : 0;
            frames.add(ByteBufUtil.getBytes(file, file.readerIndex() + delimiter, length - delimiter));
            file.skipBytes(length);
        }
        return frames;
    }

    private static byte[] resource(String name) {
        try (var in = Objects.requireNonNull(VideoSamples.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static CodecConfig config(Codec codec) {
        return switch (codec) {
            case VP8 -> new Vp8Config(178, 98);
            case VP9 -> new Vp9Config(0, 178, 98);
            default -> {
                var first = Unpooled.wrappedBuffer(frames(codec).getFirst());
                var obus = new Obus().over(first);
                obus.next();
                yield Objects.requireNonNull(Av1SequenceHeader.read(first, obus));
            }
        };
    }

    /** Not at the start of its buffer. */
    static EncodedFrame frame(CodecConfig config, boolean key, byte[] payload) {
        var bytes = Unpooled.buffer().writeZero(5).skipBytes(5).writeBytes(payload);
        return new EncodedFrame(new TrackInfo("video", 90_000, config), 1, 0, 0, key, 0, bytes);
    }

    /** None where the frame cannot be sent. */
    static List<byte[]> payloads(Packetizer packetizer, EncodedFrame frame) {
        var list = new PayloadList();
        packetizer.packetize(frame, list);
        var all = new ArrayList<byte[]>();
        for (int i = 0; i < list.count(); i++) {
            var out = Unpooled.buffer();
            list.write(i, frame.payload(), out);
            assert out.readableBytes() == list.length(i);
            all.add(ByteBufUtil.getBytes(out));
        }
        return all;
    }

    /** Of one frame of the samples. */
    static List<byte[]> payloads(Codec codec, int index) {
        var frame = frame(config(codec), index % KEY_FRAME_EVERY == 0, frames(codec).get(index));
        return payloads(Packetizer.of(codec), frame);
    }

    /** Adds all, each within a larger buffer, and finishes; null where there is no frame. */
    static byte @Nullable [] finish(Depacketizer depacketizer, List<byte[]> payloads) {
        for (byte[] payload : payloads) {
            ByteBuf packet = Unpooled.buffer().writeZero(12).writeBytes(payload).writeZero(10);
            if (!depacketizer.add(packet, 12, payload.length)) {
                depacketizer.reset();
                return null;
            }
        }
        var frame = depacketizer.finish();
        if (frame == null) {
            return null;
        }
        byte[] bytes = ByteBufUtil.getBytes(frame);
        frame.release();
        return bytes;
    }

    /** Payloads in hex, with spaces anywhere in them. */
    static List<byte[]> payloads(String... hex) {
        return Stream.of(hex).map(VideoSamples::bytes).toList();
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** Of a frame in hex. */
    static List<String> payloads(Codec codec, boolean key, String hex) {
        var frame = frame(config(codec), key, bytes(hex));
        return payloads(Packetizer.of(codec), frame).stream().map(HexFormat.of()::formatHex).toList();
    }
}

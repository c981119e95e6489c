package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Codec;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Payloads as one run of bytes for fuzzing, each behind its length in two bytes, and what must hold of any. */
final class PayloadInput {
    private PayloadInput() {}

    static byte[] join(List<byte[]> payloads) {
        var out = Unpooled.buffer();
        payloads.forEach(payload -> out.writeShort(payload.length).writeBytes(payload));
        return ByteBufUtil.getBytes(out);
    }

    private static List<byte[]> split(byte[] bytes) {
        var in = Unpooled.wrappedBuffer(bytes);
        var payloads = new ArrayList<byte[]>();
        while (in.readableBytes() > 2) {
            int length = in.readUnsignedShort();
            payloads.add(ByteBufUtil.getBytes(in.readSlice(Math.min(length, in.readableBytes()))));
        }
        return payloads;
    }

    /** Of real frames; {@code tables} of payloads come behind them. */
    static Stream<byte[]> seeds(Codec codec, Stream<List<byte[]>> tables) {
        var real = IntStream.range(0, 4).mapToObj(i -> VideoSamples.payloads(codec, i));
        return Stream.concat(real, tables).map(PayloadInput::join);
    }

    /**
     * Puts any payloads together, behind a real key frame so that there is a configuration: a frame is within bounds, and
     * sent and put together again it is the same.
     *
     * @return the frame, empty where there is none
     */
    static byte[] depacketized(Codec codec, byte[] input) {
        var depacketizer = Depacketizer.of(codec);
        VideoSamples.finish(depacketizer, VideoSamples.payloads(codec, 0));
        byte[] frame = VideoSamples.finish(depacketizer, split(input));
        var config = depacketizer.config();
        if (frame == null || config == null) {
            assertThat(frame).isNull();
            return new byte[0];
        }
        assertThat(frame).hasSizeBetween(1, Depacketizer.MAX_FRAME_BYTES);
        boolean key = depacketizer.keyFrame();
        var payloads = VideoSamples.payloads(Packetizer.of(codec), VideoSamples.frame(config, key, frame));
        assertThat(payloads).isNotEmpty().allMatch(payload -> payload.length <= Packetizer.MAX_PAYLOAD);
        assertThat(VideoSamples.finish(depacketizer, payloads)).isEqualTo(frame);
        assertThat(depacketizer.keyFrame()).isEqualTo(key);
        assertThat(depacketizer.config()).isEqualTo(config);
        return frame;
    }
}

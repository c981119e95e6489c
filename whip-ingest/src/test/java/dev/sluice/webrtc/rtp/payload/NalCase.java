package dev.sluice.webrtc.rtp.payload;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packets of one frame and what is to come of them.
 *
 * @param packets in hexadecimal
 * @param frame its NAL units; null where the frame is lost
 */
record NalCase(String name, List<String> packets, @Nullable List<String> frame, boolean key) {
    private static final int REACH = 80;

    static NalCase lost(String name, String... packets) {
        return new NalCase(name, List.of(packets), null, false);
    }

    static NalCase frame(String name, String frame, String... packets) {
        return new NalCase(name, List.of(packets), List.of(frame.split(" ")), false);
    }

    static NalCase keyFrame(String name, String frame, String... packets) {
        return new NalCase(name, List.of(packets), List.of(frame.split(" ")), true);
    }

    List<ByteBuf> buffers() {
        return packets.stream().map(Nals::buffer).toList();
    }

    void assertDepacketized(Depacketizer depacketizer) {
        assertThat(Nals.depacketized(depacketizer, buffers())).isEqualTo(frame);
        if (frame != null) {
            assertThat(depacketizer.keyFrame()).isEqualTo(key);
        }
        assertThat(depacketizer.finish()).as("starts over").isNull();
    }

    /** The frame survives the packetizer and a second depacketizer. */
    void assertRoundTrip(Packetizer packetizer, Depacketizer first, Depacketizer second) {
        var payload = Nals.frame(first, buffers());
        assertThat(payload == null).isEqualTo(frame == null);
        if (payload != null) {
            var config = Objects.requireNonNull(first.config());
            var packets = Nals.packetized(packetizer, config, key, payload);
            assertThat(Nals.depacketized(second, packets)).isEqualTo(frame);
            assertThat(second.keyFrame()).isEqualTo(key);
            payload.release();
        }
    }

    /** Whatever is cut off or altered: a frame of whole NAL units or none, and nothing thrown. */
    void assertSurvives(Depacketizer depacketizer) {
        damaged().forEach(packets -> {
            Nals.depacketized(depacketizer, packets);
            depacketizer.reset();
        });
    }

    /** Each packet cut at each length, and with each bit altered, as far as headers and parameter sets reach. */
    private Stream<List<ByteBuf>> damaged() {
        return Stream.iterate(0, i -> i < packets.size(), i -> i + 1).flatMap(i -> {
            int length = Math.min(REACH, buffers().get(i).readableBytes());
            var cut = Stream.iterate(0, at -> at < length, at -> at + 1)
                    .map(at -> with(i, buffers().get(i).slice(0, at)));
            var flipped = Stream.iterate(0, bit -> bit < 8 * length, bit -> bit + 1)
                    .map(bit -> with(i, flipped(i, bit)));
            return Stream.concat(cut, flipped);
        });
    }

    private ByteBuf flipped(int packet, int bit) {
        var buffer = buffers().get(packet);
        return buffer.setByte(bit / 8, buffer.getByte(bit / 8) ^ 1 << bit % 8);
    }

    private List<ByteBuf> with(int packet, ByteBuf other) {
        var all = new ArrayList<>(buffers());
        all.set(packet, other);
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}

package dev.sluice.webrtc.rtp.payload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for any packets of H.264 and HEVC. Packets stand in the input behind their length in one byte. */
final class NalFuzz {
    private NalFuzz() {}

    static byte[] seed(NalCase each) {
        var out = Unpooled.buffer();
        for (var packet : each.buffers()) {
            int length = Math.min(255, packet.readableBytes());
            out.writeByte(length).writeBytes(packet, 0, length);
        }
        return ByteBufUtil.getBytes(out);
    }

    /** A frame is of whole NAL units within bounds; where it can be sent, what is received is the same. */
    static void check(byte[] input, Packetizer packetizer, Supplier<Depacketizer> depacketizers) {
        var depacketizer = depacketizers.get();
        var packets = packets(input);
        packets.forEach(packet -> depacketizer.startsFrame(packet, 0, packet.readableBytes()));
        var frame = Nals.frame(depacketizer, packets);
        if (frame == null) {
            return;
        }
        assertThat(frame.readableBytes()).isBetween(1, Depacketizer.MAX_FRAME_BYTES);
        var config = Objects.requireNonNull(depacketizer.config());
        var sent = Nals.packetized(packetizer, config, depacketizer.keyFrame(), frame);
        var second = depacketizers.get();
        assertThat(Nals.depacketized(second, sent)).isEqualTo(Nals.of(frame));
        assertThat(second.keyFrame()).isEqualTo(depacketizer.keyFrame());
        if (second.keyFrame()) {
            assertThat(second.config()).isEqualTo(config);
        }
        frame.release();
    }

    private static List<ByteBuf> packets(byte[] input) {
        var in = Unpooled.wrappedBuffer(input);
        var packets = new ArrayList<ByteBuf>();
        while (in.isReadable()) {
            int length = Math.min(in.readUnsignedByte(), in.readableBytes());
            packets.add(in.readSlice(length));
        }
        return packets;
    }
}

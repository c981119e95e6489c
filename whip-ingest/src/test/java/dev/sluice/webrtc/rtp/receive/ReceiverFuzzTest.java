package dev.sluice.webrtc.rtp.receive;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.testkit.FakeClock;
import dev.sluice.webrtc.rtp.RecordingSink;
import dev.sluice.webrtc.rtp.wire.TransportFeedbackWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReceiverFuzzTest {
    /** Each packet stands behind its kind, the milliseconds since the one before, and its length. */
    static Stream<byte[]> conversations() {
        var conversation = Unpooled.buffer();
        for (int i = 0; i < 12; i++) {
            int sequence = i == 4 ? 30_000 : i == 7 ? 4 : i;
            add(conversation, 0, TestMedia.packet(1, 96, sequence, i * 3_000L, i % 2 == 0,
                    NumberedFrames.payload(i / 2, i < 2, i % 2, 2), 1, "v", 2, "h", 4, (short) i));
            add(conversation, 0, TestMedia.packet(2, 97, i, i * 3_000L, true, Unpooled.buffer().writeShort(i - 2)
                    .writeBytes(NumberedFrames.payload(i, true, 0, 1)), 1, "v", 3, "h"));
            add(conversation, 0, TestMedia.packet(3 + i / 8, 111, i, i * 960L, false,
                    NumberedFrames.payload(i, true, 0, 1), 1, "a"));
        }
        add(conversation, 1, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(
                "80c8000600000001e2a3b4c58000000000015f900000000300000bb8")));
        return Stream.of(ByteBufUtil.getBytes(conversation), new byte[]{0, 1, 2, 3});
    }

    private static void add(ByteBuf conversation, int kind, ByteBuf packet) {
        conversation.writeByte(kind).writeByte(20).writeByte(packet.readableBytes()).writeBytes(packet);
    }

    /** Nothing is thrown, what comes out comes in order, and nothing is kept in the end. */
    @MethodSource("conversations")
    @FuzzTest(maxDuration = "10s")
    void hearsAnything(byte[] bytes) {
        var clock = new FakeClock();
        var times = new ArrayList<Long>();
        var sink = new RecordingSink(clock);
        var video = TestMedia.with(TestMedia.video(TestMedia.vp8(TestMedia.ALL, true)), List.of(), List.of("h", "l"));
        var receiver = new Receiver(List.of(video, TestMedia.audio(Set.of())),
                new Receiver.Parts(TestMedia.OUR_SSRC, "relay", sink, codec -> new NumberedFrames(codec.codec()),
                        new ReceiveMetrics(new SimpleMeterRegistry()), frame -> {
                            times.add(frame.ticks());
                            frame.payload().release();
                        }));
        var rest = Unpooled.wrappedBuffer(bytes);
        int packets = 0;
        for (; rest.readableBytes() >= 3; packets++) {
            int kind = rest.readUnsignedByte();
            clock.advanceMillis(rest.readUnsignedByte());
            var packet = PooledByteBufAllocator.DEFAULT.buffer()
                    .writeBytes(rest, Math.min(rest.readUnsignedByte(), rest.readableBytes()));
            if (kind % 2 == 0) {
                receiver.onRtp(packet, clock.nanos());
            } else {
                receiver.onRtcp(packet, clock.nanos());
            }
            packet.release();
            receiver.tick(clock.nanos());
        }
        receiver.close();
        assertThat(times.size()).isLessThanOrEqualTo(packets);
        assertThat(receiver.stats().size()).isLessThanOrEqualTo(3);
        assertThat(sink.rtcp.size()).isLessThanOrEqualTo(40 * packets);
    }

    static Stream<byte[]> arrivals() {
        return Stream.of(new byte[]{0, 1, 0, 0, 1, 0, 0, 2, 1, 2, 1, 0},
                new byte[]{9, 9, 9, 1, 1, 1, 0x70, 0, 0, 1, 2, 3});
    }

    /** Whatever the statuses are, they are read as they were written. */
    @MethodSource("arrivals")
    @FuzzTest(maxDuration = "5s")
    void tellsStatuses(byte[] bytes) {
        int count = Math.min(bytes.length, TransportFeedbackWriter.MAX_STATUSES);
        if (count == 0) {
            return;
        }
        var deltas = new int[count];
        var expected = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            deltas[i] = bytes[i] == 0 ? TransportFeedbackWriter.LOST : bytes[i] < 0 ? bytes[i] * 256 : bytes[i] * 3;
            expected.add(deltas[i]);
        }
        var out = Unpooled.buffer();
        TransportFeedbackWriter.write(out, new TransportFeedbackWriter.Head(1, 2, bytes[0] & 0xffff, count, 3), deltas,
                count);
        assertThat(TransportFeedbackReader.read(out))
                .isEqualTo(new TransportFeedbackReader(1, 2, bytes[0] & 0xffff, count, 3, expected));
    }

    /** Of every packet that came the log tells, and of its arrival to the quarter of a millisecond. */
    @MethodSource("arrivals")
    @FuzzTest(maxDuration = "5s")
    void tellsArrivals(byte[] bytes) {
        var log = new ArrivalLog();
        var rest = Unpooled.wrappedBuffer(bytes);
        long nanos = 0;
        while (rest.readableBytes() >= 3) {
            nanos += rest.readUnsignedByte() * 1_000_000L;
            int sequence = rest.readUnsignedShort();
            log.onPacket(sequence, nanos);
            if (sequence % 5 == 0) {
                drain(log);
            }
        }
        drain(log);
    }

    private static void drain(ArrivalLog log) {
        for (int packets = 0; log.pending(); packets++) {
            var out = Unpooled.buffer();
            log.write(out, 1, 2);
            assertThat(packets).isLessThan(ArrivalLog.SPAN);
            assertThat(out.readableBytes()).isLessThanOrEqualTo(1_024);
            assertThat(TransportFeedbackReader.read(out).deltas().getLast()).isNotEqualTo(TransportFeedbackReader.LOST);
        }
    }
}

package dev.sluice.perf;

import dev.sluice.media.Codec;
import dev.sluice.media.MediaKind;
import dev.sluice.webrtc.rtp.RtpSink;
import dev.sluice.webrtc.rtp.payload.Depacketizer;
import dev.sluice.webrtc.rtp.receive.ReceiveMetrics;
import dev.sluice.webrtc.rtp.receive.ReceivedFrame;
import dev.sluice.webrtc.rtp.receive.Receiver;
import dev.sluice.webrtc.sdp.Feedback;
import dev.sluice.webrtc.sdp.NegotiatedCodec;
import dev.sluice.webrtc.sdp.ReceivedExtensions;
import dev.sluice.webrtc.sdp.ReceivedMedia;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to receive one RTP packet of 1,200 bytes of an H.264 publisher, five to a frame, feedback included; and
 * what a tick costs in which nothing is due. With {@code -prof gc}: the garbage of each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class ReceiveBenchmark {
    private static final int TYPE = 96;
    private static final int PACKET = 1_200;
    private static final int PACKETS_OF_FRAME = 5;
    private static final int FRAME_TICKS = 3_000;
    private static final long PACKET_NANOS = TimeUnit.SECONDS.toNanos(1) / 30 / PACKETS_OF_FRAME;
    private static final int TRANSPORT_SEQUENCE_AT = 17;
    private static final int PAYLOAD_AT = 20;
    private static final String PARAMETER_SETS = "18" + "0015" + "6742c00ada7b011000000300100000030320f1226a" + "0004"
            + "68ce3c80";

    private final ByteBuf packet = Unpooled.directBuffer(PACKET);
    private Receiver receiver = receiver();
    private int sequence;
    private long nowNanos;
    private long tickedNanos;
    private long frames;

    /** Feedback goes nowhere. */
    private static final class NullSink implements RtpSink {
        @Override
        public ByteBuf allocate(int plainBytes) {
            return PooledByteBufAllocator.DEFAULT.directBuffer(plainBytes);
        }

        @Override
        public void writeRtp(ByteBuf packet) {
            packet.release();
        }

        @Override
        public void writeRtcp(ByteBuf packet) {
            packet.release();
        }

        @Override
        public void flush() {}
    }

    private Receiver receiver() {
        var codec = new NegotiatedCodec(Codec.H264, TYPE, 90_000, 1, NegotiatedCodec.NO_RTX,
                Set.of(Feedback.NACK, Feedback.NACK_PLI, Feedback.TRANSPORT_CC));
        var media = new ReceivedMedia("0", MediaKind.VIDEO, List.of(codec), List.of(), List.of(), List.of(),
                new ReceivedExtensions(0, 0, 0, 3), true);
        return new Receiver(List.of(media), new Receiver.Parts(9, "cname", new NullSink(),
                agreed -> Depacketizer.of(agreed.codec()), new ReceiveMetrics(new SimpleMeterRegistry()),
                this::onFrame));
    }

    private void onFrame(ReceivedFrame frame) {
        frames++;
        frame.payload().release();
    }

    @Setup
    public void begin() {
        receiver = receiver();
        sequence = 0;
        frames = 0;
        header(0, false).writeBytes(HexFormat.of().parseHex(PARAMETER_SETS));
        receive();
        header(0, true).writeByte(0x65).writeZero(100).writeByte(0x80);
        receive();
        var slice = new byte[PACKET - PAYLOAD_AT];
        new Random(1).nextBytes(slice);
        header(0, false).writeBytes(slice);
    }

    @TearDown
    public void check() {
        if (frames < (sequence - 2) / PACKETS_OF_FRAME) {
            throw new IllegalStateException(frames + " frames of " + sequence + " packets: some were lost");
        }
    }

    private ByteBuf header(int timestamp, boolean marker) {
        return packet.clear().writeByte(0x90).writeByte(marker ? 0x80 | TYPE : TYPE).writeShort(sequence)
                .writeInt(timestamp).writeInt(1).writeShort(0xbede).writeShort(1).writeByte(0x31).writeShort(sequence)
                .writeByte(0);
    }

    /** An FU-A of a slice that is no key frame. */
    private void next(int frame, int piece) {
        boolean last = piece == PACKETS_OF_FRAME - 1;
        packet.setByte(1, last ? 0x80 | TYPE : TYPE).setShort(2, sequence).setInt(4, (frame + 1) * FRAME_TICKS)
                .setShort(TRANSPORT_SEQUENCE_AT, sequence).setByte(PAYLOAD_AT, 0x5c)
                .setByte(PAYLOAD_AT + 1, 0x01 | (piece == 0 ? 0x80 : 0) | (last ? 0x40 : 0));
    }

    private void receive() {
        sequence++;
        nowNanos += PACKET_NANOS;
        receiver.onRtp(packet, nowNanos);
    }

    @Benchmark
    public void packet() {
        next((sequence - 2) / PACKETS_OF_FRAME, (sequence - 2) % PACKETS_OF_FRAME);
        receive();
        if (nowNanos - tickedNanos >= Receiver.TICK_NANOS) {
            tickedNanos = nowNanos;
            receiver.tick(nowNanos);
        }
    }

    @Benchmark
    public void tick() {
        receiver.tick(nowNanos);
    }
}

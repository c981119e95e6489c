package dev.sluice.perf;

import dev.sluice.webrtc.srtp.SrtpKeys;
import dev.sluice.webrtc.srtp.SrtpProfile;
import dev.sluice.webrtc.srtp.SrtpProtector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to protect one RTP packet of 1,150 bytes of payload, by profile and number of viewers (contexts). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class SrtpBenchmark {
    private static final int PAYLOAD = 1_150;

    @Param
    private SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

    @Param({"1", "100"})
    private int viewers;

    private SrtpProtector[] protectors = {};
    private int next;
    private int sequence;

    @Setup
    public void keys() {
        var random = new Random(1);
        protectors = new SrtpProtector[viewers];
        for (int i = 0; i < viewers; i++) {
            byte[] block = new byte[profile.exportLength()];
            random.nextBytes(block);
            protectors[i] = SrtpKeys.of(profile, block, false).protector();
        }
    }

    @Benchmark
    public int protect() {
        if (++next >= viewers) {
            next = 0;
            sequence++;
        }
        ByteBuf packet = PooledByteBufAllocator.DEFAULT.directBuffer(12 + PAYLOAD + SrtpProfile.MAX_EXPANSION);
        packet.writeByte(0x80).writeByte(96).writeShort(sequence).writeInt(sequence).writeInt(1).writeZero(PAYLOAD);
        protectors[next].protectRtp(packet);
        int size = packet.readableBytes();
        packet.release();
        return size;
    }
}

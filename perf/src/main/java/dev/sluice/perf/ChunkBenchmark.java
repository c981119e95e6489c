package dev.sluice.perf;

import dev.sluice.rtmp.codec.ChunkLimits;
import dev.sluice.rtmp.codec.ChunkReader;
import dev.sluice.rtmp.codec.ChunkWriter;
import dev.sluice.rtmp.codec.RawMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
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

/** What it costs to put one video message of 6 kB (720p30 at 1.5 Mb/s) together from its chunks, by chunk size. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class ChunkBenchmark {
    private static final int MESSAGE = 6_250;
    private static final int VIDEO = 9;

    @Param({"128", "4096"})
    private int chunkSize;

    private ByteBuf wire = Unpooled.EMPTY_BUFFER;
    private ChunkReader reader = new ChunkReader(ChunkLimits.DEFAULT, PooledByteBufAllocator.DEFAULT);

    @Setup
    public void write() {
        wire = Unpooled.directBuffer(2 * MESSAGE);
        var writer = new ChunkWriter();
        writer.chunkSize(chunkSize);
        writer.write(new RawMessage(4, VIDEO, 1, 0, Unpooled.buffer(MESSAGE).writeZero(MESSAGE)), wire);
        reader.chunkSize(chunkSize);
    }

    @Benchmark
    public int read() {
        wire.readerIndex(0);
        var message = reader.read(wire);
        if (message == null) {
            throw new IllegalStateException("the message is not whole");
        }
        int size = message.payload().readableBytes();
        message.payload().release();
        return size;
    }
}

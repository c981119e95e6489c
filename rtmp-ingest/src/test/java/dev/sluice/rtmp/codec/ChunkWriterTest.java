package dev.sluice.rtmp.codec;

import dev.sluice.rtmp.testkit.Hex;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkWriterTest {
    static Stream<ChunkCases.Case> canonical() {
        return ChunkCases.all().filter(ChunkCases.Case::canonical);
    }

    @ParameterizedTest
    @MethodSource("canonical")
    void writesTheShortestHeader(ChunkCases.Case each) {
        var writer = new ChunkWriter();
        var out = Unpooled.buffer();
        each.messages().forEach(message -> write(writer, message, out));
        assertThat(Hex.of(out)).isEqualTo(Hex.of(Unpooled.wrappedBuffer(each.bytes())));
    }

    @Test
    void whatIsWrittenIsRead() {
        var random = new Random(4);
        var writer = new ChunkWriter();
        var reader = new ChunkReader(ChunkLimits.DEFAULT, PooledByteBufAllocator.DEFAULT);
        writer.chunkSize(100);
        reader.chunkSize(100);
        var sent = new ArrayList<ChunkCases.Expected>();
        var out = Unpooled.buffer();
        long time = 0;
        for (int i = 0; i < 2000; i++) {
            time = Math.clamp(time + random.nextInt(-5, 50) + (i % 500 == 499 ? 0x1000000 : 0), 0, 0xffffffffL);
            var message = new ChunkCases.Expected(random.nextInt(3, 6), random.nextInt(8, 10), random.nextInt(1, 3),
                    time,
                    Hex.times(random.nextInt(4) * 90, "5a"));
            sent.add(message);
            write(writer, message, out);
        }
        assertThat(ChunkReaderTest.read(reader, out)).isEqualTo(sent);
        reader.close();
    }

    private static void write(ChunkWriter writer, ChunkCases.Expected message, ByteBuf out) {
        writer.write(new RawMessage(message.chunkStreamId(), message.typeId(), message.streamId(), message.timestamp(),
                Hex.buffer(message.payload())), out);
    }
}

package dev.sluice.rtmp.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.rtmp.amf.AmfLimits;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class MessageFuzzTest {
    private static final ChunkLimits LIMITS = new ChunkLimits(1000, 1500, 4);

    static Stream<byte[]> seeds() {
        var chunks = ChunkCases.all().map(ChunkCases.Case::bytes);
        var messages = MessageTest.cases().map(each -> {
            var out = Unpooled.buffer();
            new MessageWriter(PooledByteBufAllocator.DEFAULT).write(each.message(), out);
            return Hex.bytes(Hex.of(out));
        });
        return Stream.concat(chunks, messages);
    }

    /**
     * Chunks, messages and aggregates: bounded memory, no other exception, and what was cut anywhere reads the same.
     */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void reads(byte[] data) {
        var whole = run(Unpooled.wrappedBuffer(data), data.length);
        assertThat(run(Unpooled.wrappedBuffer(data), 1)).isEqualTo(whole);
    }

    private static String run(ByteBuf data, int step) {
        var reader = new ChunkReader(LIMITS, PooledByteBufAllocator.DEFAULT);
        var story = new StringBuilder();
        var in = Unpooled.buffer();
        try {
            while (data.isReadable()) {
                in.writeBytes(data, Math.min(step, data.readableBytes()));
                drain(reader, in, story);
                assertThat(reader.partialBytes()).isLessThanOrEqualTo(LIMITS.partialBytes());
                assertThat(in.readableBytes()).isLessThan(18);
            }
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(StableCode.PROTOCOL_ERROR, StableCode.LIMIT_EXCEEDED);
            story.append(refused.code());
        } finally {
            reader.close();
        }
        return story.toString();
    }

    private static void drain(ChunkReader reader, ByteBuf in, StringBuilder story) {
        for (var raw = reader.read(in); raw != null; raw = reader.read(in)) {
            try {
                story.append(ChunkCases.Expected.of(raw));
                apply(reader, new MessageReader(AmfLimits.DEFAULT).read(raw));
            } finally {
                raw.release();
            }
        }
    }

    private static void apply(ChunkReader reader, RtmpMessage message) {
        switch (message) {
            case RtmpMessage.SetChunkSize(var size) -> reader.chunkSize(size);
            case RtmpMessage.Abort(var id) -> reader.abort(id);
            case RtmpMessage.Aggregate aggregate -> {
                var parts = new AggregateReader(aggregate);
                while (parts.next() != null) {
                    // each at least a tag header long, so this ends
                }
            }
            default -> {
            }
        }
    }
}

package dev.sluice.pull.flv;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.pull.testkit.Flv;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class FlvReaderFuzzTest {
    private static final int MAX_BODY = 200_000;

    static Stream<byte[]> seeds() {
        return Stream.of(Flv.configured().frames(0, 2).bytes(), Flv.stream().audio(0xffffffffL, "").bytes(),
                new Flv().raw("464c56 01 05 0000000b 0000").video(1, Flv.KEY_FRAME).bytes(),
                Flv.stream().raw("00000000 09 030000 000000 00 000000 00").bytes(),
                new byte[]{'#', 'E', 'X', 'T', 'M', '3', 'U', 0, 0});
    }

    /** Bounded memory, no other exception, and what was cut anywhere reads the same. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void reads(byte[] data) {
        assertThat(run(data, 1)).isEqualTo(run(data, data.length));
    }

    private static String run(byte[] data, int step) {
        var story = new StringBuilder();
        var in = Unpooled.wrappedBuffer(data);
        try (var reader = new FlvReader(MAX_BODY, PooledByteBufAllocator.DEFAULT)) {
            while (in.isReadable()) {
                var piece = in.readSlice(Math.min(step, in.readableBytes()));
                for (var tag = reader.read(piece); tag != null; tag = reader.read(piece)) {
                    story.append(tag.kind()).append(tag.timestamp()).append(ByteBufUtil.hexDump(tag.body()));
                    assertThat(tag.body().readableBytes()).isLessThanOrEqualTo(MAX_BODY);
                    tag.body().release();
                }
                assertThat(reader.partialBytes()).isLessThanOrEqualTo(Math.max(64 << 10, 4 * data.length));
            }
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(StableCode.SOURCE_FORMAT, StableCode.LIMIT_EXCEEDED);
            story.append(refused.getMessage());
        }
        return story.toString();
    }
}

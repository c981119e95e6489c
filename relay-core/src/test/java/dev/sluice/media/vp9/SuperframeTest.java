package dev.sluice.media.vp9;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SuperframeTest {
    @ParameterizedTest
    @CsvSource({"1 2, c10102c1", "200 3 0, c2c80300c2", "256, c80001c8", "65536 1, d1000001010000d1",
            "16777216, d800000001d8", "1 1 1 1 1 1 1 1, c70101010101010101c7"})
    void anIndexHasAsManyBytesASizeAsTheLargestNeeds(String sizes, String index) {
        int[] all = Arrays.stream(sizes.split(" ")).mapToInt(Integer::parseInt).toArray();
        var out = Unpooled.buffer();
        Superframe.writeIndex(out, all, all.length);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(index);
        assertThat(out.readableBytes()).isLessThanOrEqualTo(Superframe.MAX_INDEX);
    }
}

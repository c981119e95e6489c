package dev.sluice.rtmp.amf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class Amf0FuzzTest {
    static Stream<byte[]> seeds() {
        return Amf0Test.cases().map(each -> Hex.bytes(each.hex()));
    }

    /** What can be read can be written and is then read again as the same. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void reads(byte[] data) {
        try {
            var values = new Amf0Reader(Unpooled.wrappedBuffer(data), AmfLimits.DEFAULT).rest();
            var out = Unpooled.buffer();
            values.forEach(value -> Amf0Writer.write(value, out));
            var loose = new AmfLimits(16, 1000, 1 << 20, 1 << 16);
            assertThat(new Amf0Reader(out, loose).rest()).isEqualTo(values);
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(StableCode.PROTOCOL_ERROR, StableCode.LIMIT_EXCEEDED);
        }
    }
}

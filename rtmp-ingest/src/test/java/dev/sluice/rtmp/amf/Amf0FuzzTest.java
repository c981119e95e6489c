package dev.sluice.rtmp.amf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class Amf0FuzzTest {
    /** Texts that were no UTF-8 grow when they are written, and references become the values they refer to. */
    private static final AmfLimits LOOSE = new AmfLimits(1000, 1000, 1 << 20, 1 << 16);

    static Stream<byte[]> seeds() {
        return Stream.concat(Amf0Test.cases().map(each -> Hex.bytes(each.hex())),
                Amf3Test.cases().map(Amf3Test.Case::message));
    }

    /** What can be read, of AMF3 too, can be written and is then read again as the same, within the same count. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void reads(byte[] data) {
        List<AmfValue> values;
        try {
            values = new Amf0Reader(Unpooled.wrappedBuffer(data), AmfLimits.DEFAULT).rest();
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(StableCode.PROTOCOL_ERROR, StableCode.LIMIT_EXCEEDED);
            return;
        }
        var out = Unpooled.buffer();
        values.forEach(value -> Amf0Writer.write(value, out));
        assertThat(new Amf0Reader(out, LOOSE).rest()).isEqualTo(values);
    }
}

package dev.sluice.media.av1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ObusTest {
    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static List<String> walk(String hex) {
        var buffer = bytes(hex);
        var obus = new Obus().over(buffer);
        var all = new ArrayList<String>();
        while (obus.next()) {
            all.add(obus.type() + ":" + ByteBufUtil.hexDump(buffer, obus.payloadIndex(), obus.payloadLength()));
        }
        assertThat(obus.next()).isFalse();
        if (obus.malformed()) {
            all.add("malformed");
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|''", "1200|2:", "1200 0a02aabb 3201cc|2: 1:aabb 6:cc",
            "3628 02aabb 3601 01ee|6:aabb 6:ee", "3202aabb 30ccdd|6:aabb 6:ccdd", "3281 00aa|6:aa",
            "34 28 aa|6:aa", "3202aa|malformed", "1200 36|2: malformed", "3280|malformed", "34|malformed",
            "92 00|malformed", "3280808080808080808000|malformed", "32ffffffffffffff7f|malformed"})
    void divides(String hex, String expected) {
        assertThat(String.join(" ", walk(hex))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"320110, true, true", "1a0110, true, true", "320130, true, false", "320100, true, false",
            "320190, true, false", "3200, true, false", "220110, false, false", "0a0110, false, false"})
    void tellsFramesAndKeyFrames(String hex, boolean frame, boolean key) {
        var obus = new Obus().over(bytes(hex));
        assertThat(obus.next()).isTrue();
        assertThat(obus.startsFrame()).isEqualTo(frame);
        assertThat(obus.startsKeyFrame()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, Integer.MAX_VALUE})
    void lengthsSurviveTheRoundTrip(int value) {
        var out = Unpooled.buffer();
        Leb128.write(out, value);
        int bytes = out.readableBytes();
        assertThat(bytes).isEqualTo(Math.max(1, Math.ceilDiv(32 - Integer.numberOfLeadingZeros(value), 7)));
        assertThat(Leb128.bytes(out, 0, bytes)).isEqualTo(bytes);
        assertThat(Leb128.value(out, 0, bytes)).isEqualTo(value);
        assertThat(Leb128.bytes(out, 0, bytes - 1)).isZero();
    }

    @Test
    void aLengthMayHaveMoreBytesThanItNeedsUpToEight() {
        assertThat(Leb128.value(bytes("8580808080808000"), 0, Leb128.bytes(bytes("8580808080808000"), 0, 8)))
                .isEqualTo(5);
        assertThat(Leb128.bytes(bytes("858080808080808000"), 0, 9)).isZero();
    }
}

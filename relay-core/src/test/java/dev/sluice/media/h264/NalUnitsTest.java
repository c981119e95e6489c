package dev.sluice.media.h264;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NalUnitsTest {
    private final NalUnits nals = new NalUnits();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|''|false", "00000001 65|65|false",
            "00000002 6588 00000003 419a20|6588 419a20|false", "00000000 00000001 65 00000000|65|false",
            "00000002 65|''|true", "00000001 65 0000|65|true", "00000001 65 ffffffff 41|65|true",
            "00000001 65 80000000 41|65|true"})
    void divides4ByteLengths(String hex, String units, boolean malformed) {
        var buffer = buffer(hex);
        nals.lengthPrefixed(buffer);
        expect(buffer, units, malformed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1|026588 0141|6588 41|false", "2|0002 6588 000141|6588 41|false",
            "3|000002 6588 00000141|6588 41|false", "2|0002 6588 00|6588|true"})
    void dividesShorterLengths(int lengthSize, String hex, String units, boolean malformed) {
        var buffer = buffer(hex);
        nals.lengthPrefixed(buffer, lengthSize);
        expect(buffer, units, malformed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|''|false", "000001 65|65|false", "00000001 65|65|false",
            "000000000001 6588 000001 41 00000001 0102|6588 41 0102|false", "000001 6588 0000|6588|false",
            "000001 000001 65|65|false", "000001 65 0000 02 000001 41|65000002 41|false", "0000|''|false",
            "000001|''|false", "6588|''|true", "ff 000001 65|''|true", "000001 65 0001 0001|6500010001|false",
            "00000165000001|65|false"})
    void dividesStartCodes(String hex, String units, boolean malformed) {
        var buffer = buffer(hex);
        nals.annexB(buffer);
        expect(buffer, units, malformed);
    }

    @Test
    void tellsTypesAndLeavesTheIndicesOfTheBuffer() {
        var stream = H264Samples.buffer("ffff" + H264Samples.STREAM_WITH_B).readerIndex(2);
        var types = new StringJoiner(" ");
        nals.annexB(stream);
        while (nals.next()) {
            types.add(Integer.toString(nals.type()));
        }
        assertThat(types).hasToString("7 8 5 5 1 1 1 1 1 1 1 1 1 1 1 1");
        assertThat(stream.readerIndex()).isEqualTo(2);
    }

    private void expect(ByteBuf buffer, String units, boolean malformed) {
        var found = new StringJoiner(" ");
        while (nals.next()) {
            found.add(ByteBufUtil.hexDump(buffer, nals.index(), nals.length()));
        }
        assertThat(found).hasToString(units);
        assertThat(nals.malformed()).isEqualTo(malformed);
        assertThat(nals.next()).isFalse();
    }

    private static ByteBuf buffer(String spaced) {
        return H264Samples.buffer(spaced.replace(" ", ""));
    }
}

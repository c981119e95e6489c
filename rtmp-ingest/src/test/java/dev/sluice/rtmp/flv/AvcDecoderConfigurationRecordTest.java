package dev.sluice.rtmp.flv;

import dev.sluice.media.Bytes;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AvcDecoderConfigurationRecordTest {
    record Case(String hex, AvcDecoderConfigurationRecord record) {}

    static Stream<Case> cases() {
        var sps = Bytes.of(Hex.bytes(Tags.SPS));
        var pps = Bytes.of(Hex.bytes(Tags.PPS));
        return Stream.of(new Case(Tags.AVCC, new AvcDecoderConfigurationRecord(4, List.of(sps), List.of(pps))),
                new Case(Tags.AVCC.replace(" ff ", " fd "),
                        new AvcDecoderConfigurationRecord(2, List.of(sps), List.of(pps))),
                new Case("0142c01e fc e1 0019" + Tags.SPS + "02 0005" + Tags.PPS + "0005" + Tags.PPS,
                        new AvcDecoderConfigurationRecord(1, List.of(sps), List.of(pps, pps))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reads(Case each) {
        assertThat(AvcDecoderConfigurationRecord.parse(Hex.buffer(each.hex()))).isEqualTo(each.record());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writes(Case each) {
        var out = Unpooled.buffer();
        each.record().writeTo(out);
        assertThat(Hex.of(out)).isEqualTo(each.hex().replace(" ", ""));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesEveryTruncation(Case each) {
        byte[] whole = Hex.bytes(each.hex());
        for (int length = 0; length < whole.length; length++) {
            refused(Unpooled.wrappedBuffer(whole, 0, length));
        }
    }

    @Test
    void extensionsBehindAreNotRead() {
        assertThat(AvcDecoderConfigurationRecord.parse(Hex.buffer(Tags.AVCC + "fdf8f800")).pps()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0042c01e ff e0 00", "0142c01e fe e0 00"})
    void refusesAnotherVersionAndLengthsOfThreeBytes(String hex) {
        refused(Hex.buffer(hex));
    }

    private static void refused(ByteBuf record) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> AvcDecoderConfigurationRecord.parse(record));
    }
}

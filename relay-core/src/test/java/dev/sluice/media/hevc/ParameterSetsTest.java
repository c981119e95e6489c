package dev.sluice.media.hevc;

import dev.sluice.media.Bytes;
import dev.sluice.media.HevcConfig;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.sluice.media.hevc.HevcSamples.PPS;
import static dev.sluice.media.hevc.HevcSamples.SMALL_SPS;
import static dev.sluice.media.hevc.HevcSamples.VPS;
import static dev.sluice.media.hevc.HevcSamples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ParameterSetsTest {
    private final ParameterSets sets = new ParameterSets();

    @Test
    void tellsAConfigurationOnceItIsComplete() {
        sets.add(PPS);
        sets.add(SMALL_SPS);
        assertThat(sets.takeChange()).isNull();
        sets.add(VPS);
        var config = sets.takeChange();
        assertThat(config).isEqualTo(
                new HevcConfig(List.of(VPS), List.of(SMALL_SPS), List.of(PPS), 1, 30, 64, 48, 0));
        sets.add(VPS);
        sets.add(SMALL_SPS);
        sets.add(PPS);
        assertThat(sets.takeChange()).as("the same again").isNull();
    }

    @Test
    void aSetTakesThePlaceOfTheOneWithItsId() {
        List.of(VPS, SMALL_SPS, PPS).forEach(sets::add);
        sets.add(bytes(HevcSamples.SPS.getFirst().hex()));
        sets.add(bytes("440140")); // id 1
        assertThat(sets.takeChange()).isEqualTo(HevcConfig.of(List.of(VPS),
                List.of(bytes(HevcSamples.SPS.getFirst().hex())), List.of(PPS, bytes("440140"))));
    }

    @Test
    void aMalformedSetChangesNothing() {
        List.of(VPS, SMALL_SPS, PPS).forEach(sets::add);
        sets.takeChange();
        refused(bytes("4201ff"), "sub_layers");
        refused(bytes("440101"), "PPS id: found none");
        refused(bytes("44010208"), "PPS id: found 64");
        refused(bytes("4201"), "bytes of a parameter set: found 2");
        refused(Bytes.of(new byte[4097]), "found 4097, expected 3..4096");
        refused(bytes("4e0105"), "type of a parameter set: found 39");
        assertThat(sets.takeChange()).isNull();
    }

    @Test
    void aConfigurationNamesWhatADecoderCouldNotStartWith() {
        refused(List.of(), List.of(SMALL_SPS), List.of(PPS), "VPS count: found 0");
        refused(List.of(VPS), List.of(PPS), List.of(PPS), "SPS NAL unit type: found 34, expected 33");
        refused(List.of(VPS), List.of(SMALL_SPS), List.of(bytes("4401")), "PPS bytes: found 2");
    }

    private void refused(Bytes set, String message) {
        var refused = catchThrowableOfType(ProtocolException.class, () -> sets.add(set));
        assertThat(refused.code()).isEqualTo(StableCode.PROTOCOL_ERROR);
        assertThat(refused).hasMessageContaining(message);
    }

    private static void refused(List<Bytes> vps, List<Bytes> sps, List<Bytes> pps, String message) {
        assertThat(catchThrowableOfType(ProtocolException.class, () -> HevcConfig.of(vps, sps, pps)))
                .hasMessageContaining(message);
    }
}

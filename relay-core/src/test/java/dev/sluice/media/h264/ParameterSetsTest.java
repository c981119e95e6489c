package dev.sluice.media.h264;

import dev.sluice.media.Bytes;
import dev.sluice.media.H264Config;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ParameterSetsTest {
    private static final Bytes SPS = bytes(H264Samples.SPS.getFirst().hex());
    private static final Bytes OTHER_SPS = bytes(H264Samples.SPS.get(1).hex());
    private static final Bytes PPS = bytes("68ce0fc8");
    /** pic_parameter_set_id 1. */
    private static final Bytes SECOND_PPS = bytes("685380");

    private final ParameterSets sets = new ParameterSets();

    @Test
    void tellsAConfigurationOnceItIsComplete() {
        sets.add(PPS);
        assertThat(sets.takeChange()).isNull();
        sets.add(SPS);
        assertThat(sets.takeChange()).isEqualTo(H264Config.of(List.of(SPS), List.of(PPS)));
        sets.add(SPS);
        sets.add(PPS);
        assertThat(sets.takeChange()).as("the same again").isNull();
    }

    @Test
    void aSetTakesThePlaceOfTheOneWithItsId() {
        List.of(SPS, PPS, OTHER_SPS, SECOND_PPS).forEach(sets::add);
        assertThat(sets.takeChange()).isEqualTo(H264Config.of(List.of(OTHER_SPS), List.of(PPS, SECOND_PPS)));
        sets.replace(List.of(SPS), List.of(PPS));
        assertThat(sets.takeChange()).isEqualTo(H264Config.of(List.of(SPS), List.of(PPS)));
        sets.replace(List.of(), List.of(PPS));
        assertThat(sets.takeChange()).as("no SPS, no replacement").isNull();
    }

    @Test
    void aMalformedSetChangesNothing() {
        List.of(SPS, PPS).forEach(sets::add);
        sets.takeChange();
        refused(bytes("6742c01e80"), "end too early");
        refused(bytes("6742c01e"), "parameter set id: found none");
        refused(bytes("6742c01e0400"), "parameter set id: found 31, expected 0..30");
        refused(bytes("6800"), "parameter set id: found none");
        refused(bytes(""), "bytes of a parameter set: found 0, expected 1..4096");
        refused(Bytes.of(new byte[4097]), "found 4097");
        refused(bytes("6588"), "type of a parameter set: found 5, expected 7 or 8");
        assertThat(sets.takeChange()).isNull();
    }

    private void refused(Bytes set, String message) {
        var refused = catchThrowableOfType(ProtocolException.class, () -> sets.add(set));
        assertThat(refused.code()).isEqualTo(StableCode.PROTOCOL_ERROR);
        assertThat(refused).hasMessageContaining(message);
    }

    private static Bytes bytes(String hex) {
        return Bytes.copyOf(H264Samples.buffer(hex));
    }
}

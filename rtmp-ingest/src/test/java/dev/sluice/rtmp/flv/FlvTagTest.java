package dev.sluice.rtmp.flv;

import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FlvTagTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "1700000000aabb | Config aabb", "1700000000 | Config ", "1701000000aa | Frame 0 aa",
            "2701000021aa | Frame 33 aa", "2701ffffffaa | Frame -1 aa", "2701800000aa | Frame -8388608 aa",
            "1702000000 | Nothing", "17ff000000 | Nothing", "5700 | Nothing", "'' | Nothing"})
    void readsVideo(String hex, String expected) {
        var text = switch (VideoTag.parse(Hex.buffer(hex))) {
            case VideoTag.Config(var config) -> "Config " + Hex.of(config);
            case VideoTag.Frame(var composition, var nals) -> "Frame " + composition + " " + Hex.of(nals);
            case VideoTag.Nothing() -> "Nothing";
        };
        assertThat(text.strip()).isEqualTo(expected.strip());
    }

    @ParameterizedTest
    @CsvSource({"12,CODEC_UNSUPPORTED", "1c01000000,CODEC_UNSUPPORTED", "9068766331,CODEC_UNSUPPORTED",
            "90,CODEC_UNSUPPORTED", "17010000,PROTOCOL_ERROR"})
    void refusesVideo(String hex, StableCode code) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> VideoTag.parse(Hex.buffer(hex)))
                .extracting(ProtocolException::code).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"af001210 | Config 1210", "af012110 | Frame 2110", "ae0100 | Frame 00",
            "af01 | Nothing", "af | Nothing", "'' | Nothing", "af0200 | Nothing"})
    void readsAudio(String hex, String expected) {
        var text = switch (AudioTag.parse(Hex.buffer(hex))) {
            case AudioTag.Config(var config) -> "Config " + Hex.of(config);
            case AudioTag.Frame(var data) -> "Frame " + Hex.of(data);
            case AudioTag.Nothing() -> "Nothing";
        };
        assertThat(text).isEqualTo(expected.strip());
    }

    @ParameterizedTest
    @CsvSource({"2f00,sound format 2", "904f707573,FourCC Opus", "9000ff41,FourCC ??A"})
    void refusesAudioAndNamesTheCodec(String hex, String named) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> AudioTag.parse(Hex.buffer(hex)))
                .withMessageContaining(named).extracting(ProtocolException::code)
                .isEqualTo(StableCode.CODEC_UNSUPPORTED);
    }
}

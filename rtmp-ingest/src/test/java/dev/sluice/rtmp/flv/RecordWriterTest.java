package dev.sluice.rtmp.flv;

import dev.sluice.media.Bytes;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.VideoConfig;
import dev.sluice.media.Vp8Config;
import dev.sluice.media.Vp9Config;
import dev.sluice.media.av1.Av1SequenceHeader;
import dev.sluice.media.av1.Obus;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Tags;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The records that FFmpeg 5.1 put into MP4 for the same streams are what is to be written, to the bit. */
class RecordWriterTest {
    /** libx265, yuv420p and yuv422p10le. */
    @ParameterizedTest
    @ValueSource(strings = {
            "0101600000009000000000001ef000fcfdf8f800000f03a00001001840010c01ffff01600000030090000003000003001e959809"
                    + "a10001002942010101600000030090000003000003001ea02083165959ae4caf016808000003000800000300c840"
                    + "a2000100064401c173d089",
            "0104080000009d08000000001ef000fcfefafa00000f03a00001001740010c01ffff0408000003009d0800000300001e959809"
                    + "a1000100274201010408000003009d0800000300001eb020831365959ae4caf0168080000003008000000c84"
                    + "a2000100064401c173d089"})
    void hevc(String record) {
        var read = HevcDecoderConfigurationRecord.parse(Hex.buffer(record));
        assertThat(written(HevcConfig.of(List.of(read.sets().get(0)), List.of(read.sets().get(1)),
                List.of(read.sets().get(2))))).isEqualTo("9068766331" + record);
    }

    /** libsvtav1 yuv420p, libaom yuv422p10le and yuv444p. */
    @ParameterizedTest
    @ValueSource(strings = {"81010c000a0b0000000cc4ff6700be0010", "814048000a0b400000043cf7bcfff9c080",
            "812000000a0a200000043cffc4fff982"})
    void av1(String record) {
        var obus = new Obus();
        var header = Hex.buffer(record.substring(8));
        obus.over(header);
        obus.next();
        assertThat(written(Objects.requireNonNull(Av1SequenceHeader.read(header, obus)))).isEqualTo(
                "9061763031" + record);
    }

    @Test
    void vp8AndVp9() {
        assertThat(written(new Vp8Config(320, 180))).isEqualTo("9076703038" + "01000000" + "00008202020200" + "00");
        assertThat(written(new Vp9Config(1, 320, 180))).isEqualTo("9076703039" + "01000000" + "01008602020200" + "00");
        assertThat(written(new Vp9Config(2, 320, 180))).isEqualTo("9076703039" + "01000000" + "0200a202020200" + "00");
    }

    @Test
    void opusIsReadAgain() {
        var out = Unpooled.buffer();
        AudioTagWriter.config(new OpusConfig(2), out);
        assertThat(Hex.of(out)).isEqualTo(Tags.OPUS_CONFIG.replace("3801", "0000").replace(" ", ""));
    }

    private static String written(VideoConfig config) {
        ByteBuf out = Unpooled.buffer();
        VideoTagWriter.config(config, out);
        return Hex.of(out);
    }
}

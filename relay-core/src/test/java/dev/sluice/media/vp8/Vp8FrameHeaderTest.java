package dev.sluice.media.vp8;

import dev.sluice.media.Vp8Config;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The headers are those of libvpx 1.12, {@code ffmpeg -f lavfi -i testsrc2=size=SIZE -c:v libvpx -deadline realtime}. */
class Vp8FrameHeaderTest {
    private static final String KEY = "906e009d012a3e01f2000047";

    private static ByteBuf frame(String hex) {
        return Unpooled.buffer().writeZero(3).skipBytes(3).writeBytes(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({"f00b009d012a100010000007, 16, 16", "d084029d012a800738040587, 1920, 1080", KEY + ", 318, 242",
            "d084029d012a804738840587, 1920, 1080" /* scaled in both directions */,
            "10000f9d012affffffff, 16383, 16383"})
    void readsTheSizeOfAKeyFrame(String hex, int width, int height) {
        var frame = frame(hex);
        assertThat(Vp8FrameHeader.key(frame.getByte(3))).isTrue();
        assertThat(Vp8FrameHeader.config(frame)).isEqualTo(new Vp8Config(width, height));
        assertThat(frame.readerIndex()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"916e009d012a3e01f2000047", "906e009d012b3e01f2000047", "906e009d012a0000f2000047",
            "906e009d012a3e0100c00047"})
    void whatIsNoKeyFrameOrHasNoSizeIsNoConfiguration(String hex) {
        assertThat(Vp8FrameHeader.config(frame(hex))).isNull();
    }

    @Test
    void aCutHeaderIsNone() {
        for (int length = 0; length < 10; length++) {
            assertThat(Vp8FrameHeader.config(frame(KEY.substring(0, 2 * length)))).isNull();
        }
        assertThat(Vp8FrameHeader.config(frame(KEY.substring(0, 20)))).isNotNull();
    }
}

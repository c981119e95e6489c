package dev.sluice.media.vp9;

import dev.sluice.media.Vp9Config;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The headers are those of libvpx 1.12, {@code ffmpeg -f lavfi -i testsrc2=size=318x242 -pix_fmt FORMAT -c:v libvpx-vp9
 * -deadline realtime}, with yuv420p, yuv444p, gbrp, yuv420p10le and yuv444p10le.
 */
class Vp9FrameHeaderTest {
    private static final String KEY = "824983420013d00f160638241c184a00";

    private static ByteBuf frame(String hex) {
        return Unpooled.buffer().writeZero(3).skipBytes(3).writeBytes(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({KEY + ", 0", "a249834200027a01e2c0c70483830940, 1", "a2498342e013d00f160638241c184a00, 1",
            "924983420009e8078b031c120e0c2c00, 2", "b124c1a100009e8078b031c120e0c2c0, 3"})
    void readsProfileAndSizeOfAKeyFrame(String hex, int profile) {
        var frame = frame(hex);
        assertThat(Vp9FrameHeader.key(frame)).isTrue();
        assertThat(Vp9FrameHeader.config(frame)).isEqualTo(new Vp9Config(profile, 318, 242));
        assertThat(frame.readerIndex()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"86004092f0a12500, inter frame", "8a00, show_existing_frame", "42498342, frame_marker",
            "b924c1a1, reserved_zero of profile 3"})
    void whatIsNoKeyFrameIsNone(String hex, String why) {
        assertThat(Vp9FrameHeader.key(frame(hex))).as(why).isFalse();
        assertThat(Vp9FrameHeader.config(frame(hex))).as(why).isNull();
    }

    @ParameterizedTest
    @CsvSource({"824983430013d00f16, sync code", "82498342e013d00f16, RGB in profile 0",
            "a249834202027a01e2c0, reserved_zero of profile 1", "a2498342f013d00f16, reserved_zero behind RGB"})
    void aMalformedKeyFrameHasNoConfiguration(String hex, String why) {
        assertThat(Vp9FrameHeader.key(frame(hex))).as(why).isTrue();
        assertThat(Vp9FrameHeader.config(frame(hex))).as(why).isNull();
    }

    @Test
    void aCutHeaderIsNone() {
        for (int length = 0; length < 9; length++) {
            assertThat(Vp9FrameHeader.config(frame(KEY.substring(0, 2 * length)))).isNull();
        }
        assertThat(Vp9FrameHeader.config(frame(KEY.substring(0, 18)))).isNotNull();
    }
}

package dev.sluice.rtmp.flv;

import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.TagCases;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FlvTagTest {
    static Stream<TagCases.Video> video() {
        return TagCases.video();
    }

    static Stream<TagCases.Audio> audio() {
        return TagCases.audio();
    }

    @ParameterizedTest
    @MethodSource("video")
    void readsVideo(TagCases.Video each) {
        assertThat(VideoTag.parse(Hex.buffer(each.hex()))).isEqualTo(each.tag());
        truncated(each.hex(), VideoTag::parse);
    }

    @ParameterizedTest
    @MethodSource("audio")
    void readsAudio(TagCases.Audio each) {
        assertThat(AudioTag.parse(Hex.buffer(each.hex()))).isEqualTo(each.tag());
        truncated(each.hex(), AudioTag::parse);
    }

    /** Every truncation is a shorter tag, or refused as one. */
    private static void truncated(String hex, Function<ByteBuf, Object> parse) {
        byte[] whole = Hex.bytes(hex);
        for (int length = 0; length < whole.length; length++) {
            try {
                assertThat(parse.apply(Unpooled.wrappedBuffer(whole, 0, length))).isNotNull();
            } catch (ProtocolException refused) {
                assertThat(refused.code()).isEqualTo(StableCode.PROTOCOL_ERROR);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"12, CODEC_UNSUPPORTED, FLV codec id 2", "90 76766331, CODEC_UNSUPPORTED, FourCC vvc1",
            "91 4f707573 fc, CODEC_UNSUPPORTED, FourCC Opus", "91 00ff4120, CODEC_UNSUPPORTED, FourCC ??A?",
            "96 21 61766331 00 000003 000000 76766331 01 000000, CODEC_UNSUPPORTED, FourCC vvc1",
            "17010000, PROTOCOL_ERROR, FLV video tag", "90, PROTOCOL_ERROR, 0 more bytes",
            "99 68766331, PROTOCOL_ERROR, packet type: found 9", "96 31 68766331, PROTOCOL_ERROR, multitrack type",
            "96 16 68766331, PROTOCOL_ERROR, packet type of tracks",
            "96 07 68766331, PROTOCOL_ERROR, packet type of tracks",
            "96 11 68766331 00 000004 aa, PROTOCOL_ERROR, 1 more bytes"})
    void refusesVideo(String hex, StableCode code, String named) {
        refused(() -> VideoTag.parse(Hex.buffer(hex)), code, named);
    }

    @ParameterizedTest
    @CsvSource({"2f00, CODEC_UNSUPPORTED, sound format 2", "90 61632d33, CODEC_UNSUPPORTED, FourCC ac-3",
            "90 65632d33, CODEC_UNSUPPORTED, FourCC ec-3", "90 2e6d7033, CODEC_UNSUPPORTED, FourCC .mp3",
            "90 664c6143, CODEC_UNSUPPORTED, FourCC fLaC", "91 68766331, CODEC_UNSUPPORTED, opus (Opus)",
            "93 4f707573, PROTOCOL_ERROR, packet type: found 3"})
    void refusesAudio(String hex, StableCode code, String named) {
        refused(() -> AudioTag.parse(Hex.buffer(hex)), code, named);
    }

    @ParameterizedTest
    @CsvSource({"97,1", "97,17"})
    void modExAreBounded(String first, int count) {
        var body = Hex.buffer(first + Hex.times(count - 1, "00 00 07") + "00 00 03 61763031");
        if (count <= EnhancedBody.MAX_MOD_EX) {
            assertThat(VideoTag.parse(body)).isInstanceOf(VideoTag.Frame.class);
        } else {
            refused(() -> VideoTag.parse(body), StableCode.LIMIT_EXCEEDED, "ModEx");
        }
    }

    @ParameterizedTest
    @CsvSource({"32", "33"})
    void tracksOfATagAreBounded(int count) {
        var body = Hex.buffer("96 13 61763031" + Hex.times(count, "00 000000"));
        if (count <= EnhancedBody.MAX_TRACKS) {
            assertThat(VideoTag.parse(body)).isInstanceOf(VideoTag.Several.class);
        } else {
            refused(() -> VideoTag.parse(body), StableCode.LIMIT_EXCEEDED, "tracks");
        }
    }

    private static void refused(Runnable parse, StableCode code, String named) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(parse::run).withMessageContaining(named)
                .extracting(ProtocolException::code).isEqualTo(code);
    }
}

package dev.sluice.rtmp.frame;

import dev.sluice.media.Codec;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Tags;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class FrameReaderTest {
    private static final String AUD = "00000002 09 f0";
    private static final String FILLER = "00000002 0c ff";
    private static final String SEI = "00000002 06 05";
    private static final String HEVC_SEI = "00000003 4e01 05";
    private static final String HEVC_SETS = Tags.nal(Tags.HEVC_VPS) + Tags.nal(Tags.HEVC_SPS)
            + Tags.nal(Tags.HEVC_PPS);
    private static final String TD = "12 00";
    private static final String AV1_METADATA = "2a 01 00";

    /**
     * @param record that comes ahead, may be empty
     * @param copied whether the payload cannot be a slice of the tag
     */
    record Case(String name, Codec codec, String record, String tag, String payload, boolean key, boolean copied) {
        static Case slice(String name, Codec codec, String tag, String payload, boolean key) {
            return new Case(name, codec, "", tag, payload, key, false);
        }

        static Case copy(String name, Codec codec, String record, String tag, String payload, boolean key) {
            return new Case(name, codec, record, tag, payload, key, true);
        }

        @Override
        public String toString() {
            return codec + " " + name;
        }
    }

    static Stream<Case> cases() {
        return Stream.concat(nals(), others());
    }

    private static Stream<Case> nals() {
        return Stream.of(Case.slice("one slice", Codec.H264, Tags.IDR, Tags.IDR, true),
                Case.slice("SEI stays", Codec.H264, SEI + Tags.SLICE, SEI + Tags.SLICE, false),
                Case.slice("sets and delimiter in front", Codec.H264,
                        AUD + Tags.nal(Tags.SPS) + Tags.nal(Tags.PPS) + SEI + Tags.IDR, SEI + Tags.IDR, true),
                Case.slice("filler behind", Codec.H264, Tags.SLICE + FILLER, Tags.SLICE, false),
                Case.copy("filler between", Codec.H264, "", SEI + FILLER + Tags.SLICE, SEI + Tags.SLICE, false),
                Case.copy("an empty NAL unit between", Codec.H264, "", SEI + "00000000" + Tags.SLICE, SEI + Tags.SLICE,
                        false),
                Case.copy("lengths of two bytes", Codec.H264, "0142c01e fd e0 00", "0002 419a 0002 419b",
                        "00000002 419a 00000002 419b", false),
                Case.copy("lengths of one byte", Codec.H264, "0142c01e fc e0 00", "02 419a", "00000002 419a", false),
                Case.slice("one slice", Codec.HEVC, Tags.HEVC_IDR, Tags.HEVC_IDR, true),
                Case.slice("another", Codec.HEVC, Tags.HEVC_SLICE, Tags.HEVC_SLICE, false),
                Case.slice("a clean random access picture", Codec.HEVC, "00000003 2a01 af", "00000003 2a01 af", true),
                Case.slice("sets and delimiter in front", Codec.HEVC,
                        "00000003 4601 50" + HEVC_SETS + HEVC_SEI + Tags.HEVC_IDR, HEVC_SEI + Tags.HEVC_IDR, true),
                Case.copy("filler between", Codec.HEVC, "", HEVC_SEI + "00000003 4c01 ff" + Tags.HEVC_SLICE,
                        HEVC_SEI + Tags.HEVC_SLICE, false),
                Case.slice("a layer above, and Dolby Vision's metadata", Codec.HEVC,
                        Tags.HEVC_IDR + "00000003 0209 d0" + "00000003 7c01 19" + "00000001 02", Tags.HEVC_IDR, true),
                Case.copy("lengths of two bytes", Codec.HEVC, "01" + Hex.times(20, "00") + "fd 00", "0003 0201 d0",
                        Tags.HEVC_SLICE, false));
    }

    private static Stream<Case> others() {
        return Stream.of(
                Case.slice("with its header", Codec.AV1, Tags.AV1_HEADER + Tags.AV1_KEY,
                        Tags.AV1_HEADER + Tags.AV1_KEY, true),
                Case.slice("a frame", Codec.AV1, Tags.AV1_INTER, Tags.AV1_INTER, false),
                Case.slice("delimiter in front", Codec.AV1, TD + AV1_METADATA + Tags.AV1_INTER,
                        AV1_METADATA + Tags.AV1_INTER, false),
                Case.copy("delimiter between", Codec.AV1, "", AV1_METADATA + TD + Tags.AV1_INTER,
                        AV1_METADATA + Tags.AV1_INTER, false),
                Case.copy("the last without its size", Codec.AV1, "", Tags.AV1_INTER + "30 30bb",
                        Tags.AV1_INTER + "32 02 30bb", false),
                Case.copy("the header in the record only", Codec.AV1, Tags.AV1C + Tags.AV1_HEADER, Tags.AV1_KEY,
                        Tags.AV1_HEADER + Tags.AV1_KEY, true),
                Case.copy("a layer's name stays", Codec.AV1, "", TD + AV1_METADATA + TD + "36 08 02 30aa",
                        AV1_METADATA + "36 08 02 30aa", false),
                Case.slice("a key frame that is not shown", Codec.AV1, Tags.AV1_HEADER + "32 02 00aa",
                        Tags.AV1_HEADER + "32 02 00aa", false),
                Case.slice("a key frame", Codec.VP9, Tags.VP9_KEY, Tags.VP9_KEY, true),
                Case.slice("a frame", Codec.VP9, Tags.VP9_INTER, Tags.VP9_INTER, false),
                Case.slice("a key frame", Codec.VP8, Tags.VP8_KEY, Tags.VP8_KEY, true),
                Case.slice("a frame", Codec.VP8, Tags.VP8_INTER, Tags.VP8_INTER, false));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void makesAFrame(Case each) {
        var reader = reader(each);
        var tag = tag(each.tag());
        assertThat(reader.read(tag)).isTrue();
        assertThat(reader.keyFrame()).isEqualTo(each.key());
        var payload = reader.payload(tag, PooledByteBufAllocator.DEFAULT);
        assertThat(Hex.of(payload)).isEqualTo(plain(each.payload()));
        assertThat(tag.refCnt()).as("a slice shares the tag").isEqualTo(each.copied() ? 1 : 2);
        payload.release();
        tag.release();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTruncationIsNoFrameOrAShorterOne(Case each) {
        byte[] whole = Hex.bytes(each.tag());
        for (int length = 0; length < whole.length; length++) {
            var reader = reader(each);
            var tag = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(whole, 0, length);
            if (reader.read(tag)) {
                var payload = reader.payload(tag, PooledByteBufAllocator.DEFAULT);
                assertThat(payload.readableBytes()).isLessThanOrEqualTo(plain(each.payload()).length() / 2);
                payload.release();
            }
            tag.release();
        }
    }

    @Test
    void whatHasNoPictureIsNoFrame() {
        assertThat(FrameReader.of(Codec.H264).read(Hex.buffer(AUD + Tags.nal(Tags.SPS) + SEI))).isFalse();
        assertThat(FrameReader.of(Codec.HEVC).read(Hex.buffer(HEVC_SETS + HEVC_SEI))).isFalse();
        assertThat(FrameReader.of(Codec.AV1).read(Hex.buffer(TD + Tags.AV1_HEADER))).isFalse();
        assertThat(FrameReader.of(Codec.VP9).read(Hex.buffer(""))).isFalse();
        assertThat(FrameReader.of(Codec.VP8).read(Hex.buffer("10 0200 ffffff 4001 b400"))).isFalse();
    }

    @Test
    void obusAreBounded() {
        assertThat(FrameReader.of(Codec.AV1).read(Hex.buffer(Tags.AV1_INTER + Hex.times(Av1FrameReader.MAX_OBUS - 1,
                "2a00")))).isTrue();
        assertThat(FrameReader.of(Codec.AV1).read(Hex.buffer(Tags.AV1_INTER + Hex.times(Av1FrameReader.MAX_OBUS,
                "2a00")))).isFalse();
    }

    private static FrameReader reader(Case each) {
        var reader = FrameReader.of(each.codec());
        if (!each.record().isEmpty()) {
            reader.sequenceHeader(Hex.buffer(each.record()));
        }
        return reader;
    }

    private static String plain(String hex) {
        return hex.replace(" ", "");
    }

    private static ByteBuf tag(String hex) {
        return PooledByteBufAllocator.DEFAULT.buffer().writeBytes(Hex.bytes(hex));
    }
}

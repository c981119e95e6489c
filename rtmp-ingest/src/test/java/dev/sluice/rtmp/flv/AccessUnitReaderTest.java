package dev.sluice.rtmp.flv;

import dev.sluice.media.h264.ParameterSets;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Tags;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class AccessUnitReaderTest {
    private static final String AUD = "00000002 09 f0";
    private static final String FILLER = "00000002 0c ff";
    private static final String SEI = "00000002 06 05";

    private final AccessUnitReader reader = new AccessUnitReader();

    /** @param copied whether the payload cannot be a slice of the tag */
    record Case(String name, int lengthSize, String tag, String payload, boolean copied) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(new Case("one slice", 4, Tags.IDR, Tags.IDR, false),
                new Case("SEI stays", 4, SEI + Tags.IDR, SEI + Tags.IDR, false),
                new Case("sets and delimiter in front", 4,
                        AUD + Tags.nal(Tags.SPS) + Tags.nal(Tags.PPS) + SEI + Tags.IDR, SEI + Tags.IDR, false),
                new Case("filler behind", 4, Tags.SLICE + FILLER, Tags.SLICE, false),
                new Case("filler between", 4, SEI + FILLER + Tags.SLICE, SEI + Tags.SLICE, true),
                new Case("an empty NAL unit between", 4, SEI + "00000000" + Tags.SLICE, SEI + Tags.SLICE, true),
                new Case("lengths of two bytes", 2, "0002 419a 0002 419b", "00000002 419a 00000002 419b", true),
                new Case("lengths of one byte", 1, "02 419a", "00000002 419a", true));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void makesAFrame(Case each) {
        var tag = tag(each.tag());
        assertThat(reader.read(tag, each.lengthSize(), new ParameterSets())).isTrue();
        var payload = reader.payload(tag, PooledByteBufAllocator.DEFAULT);
        assertThat(Hex.of(payload)).isEqualTo(each.payload().replace(" ", ""));
        assertThat(tag.refCnt()).as("a slice shares the tag").isEqualTo(each.copied() ? 1 : 2);
        payload.release();
        tag.release();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTruncationIsNoFrameOrAShorterOne(Case each) {
        byte[] whole = Hex.bytes(each.tag());
        for (int length = 0; length < whole.length; length++) {
            var tag = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(whole, 0, length);
            if (reader.read(tag, each.lengthSize(), new ParameterSets())) {
                var payload = reader.payload(tag, PooledByteBufAllocator.DEFAULT);
                assertThat(each.payload().replace(" ", "")).startsWith(Hex.of(payload));
                payload.release();
            }
            tag.release();
        }
    }

    @Test
    void whatHasNoSliceIsNoFrame() {
        assertThat(reader.read(Hex.buffer(AUD + Tags.nal(Tags.SPS) + SEI), 4, new ParameterSets())).isFalse();
    }

    @Test
    void onlyAnIdrPictureIsAKeyFrame() {
        reader.read(Hex.buffer(SEI + Tags.SLICE), 4, new ParameterSets());
        assertThat(reader.idr()).isFalse();
        reader.read(Hex.buffer(SEI + Tags.IDR), 4, new ParameterSets());
        assertThat(reader.idr()).isTrue();
    }

    private static ByteBuf tag(String hex) {
        return PooledByteBufAllocator.DEFAULT.buffer().writeBytes(Hex.bytes(hex));
    }
}

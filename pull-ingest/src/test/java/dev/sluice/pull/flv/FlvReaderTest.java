package dev.sluice.pull.flv;

import dev.sluice.pull.testkit.Flv;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FlvReaderTest {
    private static final int MAX_BODY = 1 << 20;

    /** Reads it in pieces; the kind, time and body of each tag. */
    private static List<String> read(ByteBuf stream, int step) {
        var tags = new ArrayList<String>();
        try (var reader = new FlvReader(MAX_BODY, PooledByteBufAllocator.DEFAULT)) {
            while (stream.isReadable()) {
                var piece = stream.readSlice(Math.min(step, stream.readableBytes()));
                for (var tag = reader.read(piece); tag != null; tag = reader.read(piece)) {
                    tags.add(tag.kind() + " " + tag.timestamp() + " " + ByteBufUtil.hexDump(tag.body()));
                    tag.body().release();
                }
                assertThat(piece.isReadable()).isFalse();
            }
        }
        return tags;
    }

    @Test
    void readsTagsHoweverTheyAreCut() {
        var stream = Flv.stream().script(0, "02").video(0x123456, "17 01").audio(0xfedcba98L, "af01").audio(5, "")
                .video(6, "aa".repeat(300));
        var expected = List.of("SCRIPT 0 02", "VIDEO 1193046 1701", "AUDIO 4275878552 af01", "AUDIO 5 ",
                "VIDEO 6 " + "aa".repeat(300));
        for (int step : new int[]{1, 2, 7, 100, 10_000}) {
            assertThat(read(stream.buffer(), step)).isEqualTo(expected);
        }
    }

    @Test
    void whatIsNotWholeIsNotRead() {
        byte[] whole = Flv.configured().bytes();
        for (int length = 0; length < whole.length; length++) {
            assertThat(read(Unpooled.wrappedBuffer(whole, 0, length), 1000)).hasSizeLessThan(3);
        }
        assertThat(read(Unpooled.wrappedBuffer(whole), 1000)).hasSize(3);
    }

    @Test
    void aLongerHeaderIsSkipped() {
        assertThat(read(new Flv().raw("464c56 01 05 0000000c aabbcc").audio(7, "af").buffer(), 4))
                .containsExactly("AUDIO 7 af");
    }

    @ParameterizedTest
    @CsvSource({"3c21444f43545950453e, 'stream: found HTML or XML, expected FLV'",
            "234558544d33550a23, 'stream: found an HLS playlist, expected FLV'",
            "000000186674797069736f6d, 'stream: found MP4, expected FLV'",
            "1a45dfa3934282886d, 'stream: found Matroska or WebM, expected FLV'",
            "474011100042f02500, 'stream: found MPEG-TS, expected FLV'",
            "1f8b08000000000000, 'stream: found gzip, expected FLV'",
            "494433040000000000, 'stream: found MP3, expected FLV'",
            "464c57010500000009, 'stream: found bytes 464c5701, expected FLV'",
            "464c56010500000008, 'FLV data offset: found 8, expected 9..4096'",
            "464c560105ffffffff, 'FLV data offset: found 4294967295, expected 9..4096'",
            "464c56010500000009 00000000 0a 000001 000000 00 000000 00, 'FLV tag type: found 10, expected 8, 9 or 18, not encrypted'",
            "464c56010500000009 00000000 29 000001 000000 00 000000 00, 'FLV tag type: found 41, expected 8, 9 or 18, not encrypted'"})
    void refusesWhatIsNotFlv(String hex, String message) {
        var refused = catchThrowableOfType(ProtocolException.class, () -> read(new Flv().raw(hex).buffer(), 1));
        assertThat(refused.code()).isEqualTo(StableCode.SOURCE_FORMAT);
        assertThat(refused).hasMessage(message);
    }

    @Test
    void bodiesAreBoundedAndAreNotBelievedToCome() {
        var tooLong = Flv.stream().raw("00000000 09 100001 000000 00 000000");
        assertThat(catchThrowableOfType(ProtocolException.class, () -> read(tooLong.buffer(), 1)).code())
                .isEqualTo(StableCode.LIMIT_EXCEEDED);
        try (var reader = new FlvReader(MAX_BODY, PooledByteBufAllocator.DEFAULT)) {
            reader.read(Flv.stream().raw("00000000 09 100000 000000 00 000000 00").buffer());
            assertThat(reader.partialBytes()).isLessThanOrEqualTo(64 << 10);
        }
    }
}

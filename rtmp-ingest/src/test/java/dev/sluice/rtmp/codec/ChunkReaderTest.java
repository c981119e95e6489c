package dev.sluice.rtmp.codec;

import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChunkReaderTest {
    private final ChunkLimits limits = new ChunkLimits(1000, 1500, 3);
    private final ChunkReader reader = new ChunkReader(limits, PooledByteBufAllocator.DEFAULT);

    static Stream<ChunkCases.Case> cases() {
        return ChunkCases.all();
    }

    @AfterEach
    void close() {
        reader.close();
        assertThat(reader.partialBytes()).isZero();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsWhole(ChunkCases.Case each) {
        var in = Unpooled.wrappedBuffer(each.bytes());
        assertThat(read(in)).isEqualTo(each.messages());
        assertThat(in.isReadable()).isFalse();
        assertThat(reader.partialBytes()).isZero();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsOneByteAtATime(ChunkCases.Case each) {
        var in = Unpooled.buffer();
        var messages = new ArrayList<ChunkCases.Expected>();
        for (byte octet : each.bytes()) {
            in.writeByte(octet);
            messages.addAll(read(in));
        }
        assertThat(messages).isEqualTo(each.messages());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTruncationGivesTheFirstMessagesOnly(ChunkCases.Case each) {
        byte[] whole = each.bytes();
        for (int length = 0; length < whole.length; length++) {
            var truncated = new ChunkReader(limits, PooledByteBufAllocator.DEFAULT);
            var messages = read(truncated, Unpooled.wrappedBuffer(whole, 0, length));
            assertThat(messages).isEqualTo(each.messages().subList(0, messages.size()));
            truncated.close();
        }
    }

    @Test
    void theChunkSizeHoldsFromTheNextChunkOn() {
        assertThat(read(Hex.buffer("04 00000a 0000c8 09 01000000" + Hex.times(128, "aa")))).isEmpty();
        reader.chunkSize(10);
        assertThat(read(Hex.buffer(("c4" + Hex.times(10, "aa")).repeat(7) + "c4aaaa"))).hasSize(1);
        reader.chunkSize(Integer.MAX_VALUE);
        assertThat(read(Hex.buffer("c4" + Hex.times(200, "aa")))).hasSize(1);
    }

    @Test
    void anAbortDropsWhatWasBegun() {
        read(Hex.buffer("04 00000a 0000c8 09 01000000" + Hex.times(128, "aa")));
        assertThat(reader.partialBytes()).isEqualTo(128);
        reader.abort(4);
        reader.abort(5);
        assertThat(reader.partialBytes()).isZero();
        assertThat(read(Hex.buffer("44 00000a 000001 09 bb")))
                .containsExactly(new ChunkCases.Expected(4, 9, 1, 20, "bb"));
    }

    @Test
    void aNewHeaderInsideAMessageIsRefused() {
        read(Hex.buffer("04 00000a 0000c8 09 01000000" + Hex.times(128, "aa")));
        refused("04 00000a 0000c8 09 01000000", StableCode.PROTOCOL_ERROR);
    }

    @Test
    void aChunkStreamMustBeginWithAHeader() {
        refused("c4", StableCode.PROTOCOL_ERROR);
        refused("84 000000", StableCode.PROTOCOL_ERROR);
    }

    @Test
    void theLengthOfAMessageIsBounded() {
        refused("04 00000a 0003e9 09 01000000", StableCode.LIMIT_EXCEEDED);
    }

    @Test
    void theNumberOfChunkStreamsIsBounded() {
        for (int id = 3; id < 6; id++) {
            read(Hex.buffer("0" + id + "00000a 000001 09 01000000 aa"));
        }
        refused("06 00000a 000001 09 01000000 aa", StableCode.LIMIT_EXCEEDED);
    }

    @Test
    void theBytesOfUnfinishedMessagesAreBounded() {
        reader.chunkSize(999);
        read(Hex.buffer("04 00000a 0003e8 09 01000000" + Hex.times(999, "aa")));
        refused("05 00000a 0003e8 09 01000000" + Hex.times(999, "aa"), StableCode.LIMIT_EXCEEDED);
    }

    @Test
    void aHeaderAloneCostsNoMemory() {
        var roomy = new ChunkReader(ChunkLimits.DEFAULT, PooledByteBufAllocator.DEFAULT);
        read(roomy, Hex.buffer("04 00000a 7a1200 09 01000000 aa"));
        assertThat(roomy.partialBytes()).isEqualTo(1);
        roomy.close();
    }

    private List<ChunkCases.Expected> read(ByteBuf in) {
        return read(reader, in);
    }

    static List<ChunkCases.Expected> read(ChunkReader reader, ByteBuf in) {
        var messages = new ArrayList<ChunkCases.Expected>();
        for (var message = reader.read(in); message != null; message = reader.read(in)) {
            messages.add(ChunkCases.Expected.of(message));
            message.release();
        }
        return messages;
    }

    private void refused(String hex, StableCode code) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> read(Hex.buffer(hex)))
                .extracting(ProtocolException::code).isEqualTo(code);
    }
}

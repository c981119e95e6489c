package dev.sluice.rtmp.codec;

import dev.sluice.media.Bytes;
import dev.sluice.rtmp.amf.AmfLimits;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessageTest {
    private static final String CREATE_STREAM = "02 000c 63726561746553747265616d 00 4000000000000000 05";

    /** @param payload what stands in the chunks */
    record Case(String name, int typeId, String payload, RtmpMessage message) {
        RawMessage raw() {
            return new RawMessage(3, typeId, 1, 40, Hex.buffer(payload));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("Set Chunk Size", 1, "00001000", new RtmpMessage.SetChunkSize(4096)),
                new Case("Abort", 2, "00000004", new RtmpMessage.Abort(4)),
                new Case("Acknowledgement", 3, "ffffffff", new RtmpMessage.Acknowledgement(0xffffffffL)),
                new Case("ping", 4, "0006 00000007",
                        new RtmpMessage.UserControl(6, Bytes.of((byte) 0, (byte) 0, (byte) 0, (byte) 7))),
                new Case("Window Acknowledgement Size", 5, "002625a0", new RtmpMessage.WindowAckSize(2_500_000)),
                new Case("Set Peer Bandwidth", 6, "002625a0 02", new RtmpMessage.SetPeerBandwidth(2_500_000, 2)),
                new Case("command", 20, CREATE_STREAM,
                        new RtmpMessage.Command(1, "createStream", 2, new AmfValue.Null())),
                new Case("command of type 17", 17, "00" + CREATE_STREAM,
                        new RtmpMessage.Command(true, 1, "createStream", 2, new AmfValue.Null(), List.of())),
                new Case("command with arguments", 20, CREATE_STREAM + "0101 06",
                        new RtmpMessage.Command(1, "createStream", 2, new AmfValue.Null(), new AmfValue.Bool(true),
                                new AmfValue.Undefined())),
                new Case("data", 18, "02 0001 61 05",
                        new RtmpMessage.Data(1, 40, List.of(new AmfValue.Text("a"), new AmfValue.Null()))),
                new Case("audio", 8, "af01", new RtmpMessage.Audio(1, 40, Hex.buffer("af01"))),
                new Case("video", 9, "1701", new RtmpMessage.Video(1, 40, Hex.buffer("1701"))),
                new Case("aggregate", 22, "00", new RtmpMessage.Aggregate(1, 40, Hex.buffer("00"))));
    }

    static Stream<Case> readOnly() {
        return Stream.of(
                new Case("a chunk size beyond every message", 1, "7fffffff", new RtmpMessage.SetChunkSize(0xffffff)),
                new Case("command without number and object", 20, "02 0001 61",
                        new RtmpMessage.Command(1, "a", 0, new AmfValue.Null())),
                new Case("data of type 15", 15, "00 02 0001 61",
                        new RtmpMessage.Data(1, 40, List.of(new AmfValue.Text("a")))),
                new Case("data of type 15 that switches to AMF3", 15, "00 02 0001 61 11 06 03 62",
                        new RtmpMessage.Data(1, 40, List.of(new AmfValue.Text("a"), new AmfValue.Text("b")))),
                new Case("command that switches to AMF3", 17, "00 11 06 03 61 11 04 02 11 01 11 03",
                        new RtmpMessage.Command(true, 1, "a", 2, new AmfValue.Null(),
                                List.of(new AmfValue.Bool(true)))),
                new Case("metadata beyond the limits is left out", 18, Hex.times(1001, "05"),
                        new RtmpMessage.Data(1, 40, List.of())),
                new Case("shared object", 19, "01", new RtmpMessage.Unknown(19, 1, Hex.buffer("01"))));
    }

    static Stream<Case> refused() {
        return Stream.of(
                new Case("chunk size 0", 1, "00000000", new RtmpMessage.Abort(0)),
                new Case("chunk size with the first bit", 1, "80000001", new RtmpMessage.Abort(0)),
                new Case("short Abort", 2, "000000", new RtmpMessage.Abort(0)),
                new Case("short User Control", 4, "00", new RtmpMessage.Abort(0)),
                new Case("short Set Peer Bandwidth", 6, "00000000", new RtmpMessage.Abort(0)),
                new Case("command without a name", 20, "05", new RtmpMessage.Abort(0)),
                new Case("empty command", 20, "", new RtmpMessage.Abort(0)));
    }

    @ParameterizedTest
    @MethodSource({"cases", "readOnly"})
    void reads(Case each) {
        assertThat(reader().read(each.raw())).isEqualTo(each.message());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsWrittenIsRead(Case each) {
        var out = Unpooled.buffer();
        new MessageWriter(PooledByteBufAllocator.DEFAULT).write(each.message(), out);
        var chunks = new ChunkReader(ChunkLimits.DEFAULT, PooledByteBufAllocator.DEFAULT);
        var raw = Objects.requireNonNull(chunks.read(out));
        assertThat(raw.typeId()).isEqualTo(each.typeId());
        assertThat(Hex.of(raw.payload())).isEqualTo(each.payload().replace(" ", ""));
        assertThat(reader().read(raw)).isEqualTo(each.message());
        raw.release();
        chunks.close();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(Case each) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> reader().read(each.raw()))
                .extracting(ProtocolException::code).isEqualTo(StableCode.PROTOCOL_ERROR);
    }

    @Test
    void aChunkSizeHoldsForWhatFollowsIt() {
        var writer = new MessageWriter(PooledByteBufAllocator.DEFAULT);
        var out = Unpooled.buffer();
        writer.write(new RtmpMessage.SetChunkSize(4096), out);
        writer.write(new RtmpMessage.Video(1, 0, Unpooled.wrappedBuffer(new byte[4000])), out);
        assertThat(out.readableBytes()).isEqualTo(12 + 4 + 12 + 4000);
    }

    @Test
    void textFormsShowNoValues() {
        assertThat(new RtmpMessage.Command(1, "publish", 5, new AmfValue.Null(), new AmfValue.Text("secret")))
                .asString().doesNotContain("secret");
        assertThat(new RtmpMessage.Data(1, 5, List.of(new AmfValue.Text("secret")))).asString()
                .doesNotContain("secret");
    }

    private static MessageReader reader() {
        return new MessageReader(AmfLimits.DEFAULT);
    }
}

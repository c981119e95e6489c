package dev.sluice.rtmp.flv;

import dev.sluice.media.Bytes;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The sequence headers of Enhanced RTMP. */
class ConfigurationRecordTest {
    private static final String HVCC_HEAD = "01" + Hex.times(20, "00");
    private static final HevcDecoderConfigurationRecord HEVC = new HevcDecoderConfigurationRecord(4,
            Stream.of(Tags.HEVC_VPS, Tags.HEVC_SPS, Tags.HEVC_PPS).map(Hex::bytes).map(Bytes::of).toList());

    /** @param shortest bytes that it may be cut to */
    record Case(String name, Function<ByteBuf, @Nullable Object> parse, String hex, Object record, int shortest) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(new Case("HEVC", HevcDecoderConfigurationRecord::parse, Tags.HVCC, HEVC, Integer.MAX_VALUE),
                new Case("HEVC by the draft", HevcDecoderConfigurationRecord::parse, Tags.HVCC.replaceFirst("01", "00"),
                        HEVC, Integer.MAX_VALUE),
                new Case("HEVC without sets, two bytes of length", HevcDecoderConfigurationRecord::parse,
                        HVCC_HEAD + "fd 00", new HevcDecoderConfigurationRecord(2, List.of()), Integer.MAX_VALUE),
                new Case("HEVC with x265's SEI", HevcDecoderConfigurationRecord::parse,
                        HVCC_HEAD + "ff 01 a7 0001 0003 4e0105", new HevcDecoderConfigurationRecord(4, List.of()),
                        Integer.MAX_VALUE),
                new Case("AV1", Av1CodecConfigurationRecord::parse, Tags.AV1C + Tags.AV1_HEADER,
                        new Av1CodecConfigurationRecord(Hex.buffer(Tags.AV1_HEADER)), 4),
                new Case("AV1 without OBUs", Av1CodecConfigurationRecord::parse, Tags.AV1C,
                        new Av1CodecConfigurationRecord(Hex.buffer("")), 4),
                new Case("Opus", OpusHead::parse, Tags.OPUS_HEAD, new OpusHead(2), Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reads(Case each) {
        assertThat(each.parse().apply(Hex.buffer(each.hex()))).isEqualTo(each.record());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesEveryTruncation(Case each) {
        byte[] whole = Hex.bytes(each.hex());
        for (int length = 0; length < Math.min(each.shortest(), whole.length); length++) {
            refused(each.parse(), Unpooled.wrappedBuffer(whole, 0, length), StableCode.PROTOCOL_ERROR);
        }
    }

    @Test
    void refusesWhatIsOtherwise() {
        refused(HevcDecoderConfigurationRecord::parse, Hex.buffer("02" + Hex.times(20, "00") + "ff 00"),
                StableCode.PROTOCOL_ERROR);
        refused(HevcDecoderConfigurationRecord::parse, Hex.buffer(HVCC_HEAD + "fe 00"), StableCode.PROTOCOL_ERROR);
        refused(HevcDecoderConfigurationRecord::parse,
                Hex.buffer(HVCC_HEAD + "ff 02" + Hex.times(2, "20 0081" + Hex.times(129, "0000"))),
                StableCode.LIMIT_EXCEEDED);
        refused(Av1CodecConfigurationRecord::parse, Hex.buffer("01 00 0c 00"), StableCode.PROTOCOL_ERROR);
        refused(OpusHead::parse, Hex.buffer(Tags.OPUS_HEAD.replaceFirst("4f", "6f")), StableCode.PROTOCOL_ERROR);
        refused(OpusHead::parse, Hex.buffer(Tags.OPUS_HEAD.replace("01 02 ", "01 06 ")), StableCode.CODEC_UNSUPPORTED);
        refused(OpusHead::parse, Hex.buffer(Tags.OPUS_HEAD.replaceFirst("00$", "01")), StableCode.CODEC_UNSUPPORTED);
    }

    @Test
    void opussCommentsAreNoNews() {
        assertThat(OpusHead.parse(Hex.buffer("4f70757354616773 00000000 00000000"))).isNull();
    }

    private static void refused(Function<ByteBuf, @Nullable Object> parse, ByteBuf record, StableCode code) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> parse.apply(record))
                .extracting(ProtocolException::code).isEqualTo(code);
    }
}

package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Bytes;
import dev.sluice.media.H264Config;
import dev.sluice.media.h264.H264Samples;
import dev.sluice.runtime.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class H264DepacketizerTest {
    static final Bytes SPS = Nals.bytes(H264Samples.SPS.getFirst().hex());
    static final Bytes PPS = Nals.bytes("68ce0fc8");
    private static final String OTHER_SPS = H264Samples.SPS.get(1).hex();
    private static final String SEI = "0605";
    private static final String IDR = "6588aabb";
    private static final String SLICE = "419accdd";
    private static final String MALFORMED_SPS = "6742c01e80";

    static Stream<NalCase> cases() {
        return Stream.concat(standard(), deviations());
    }

    private static Stream<NalCase> standard() {
        return Stream.of(NalCase.frame("single NAL unit", SLICE, SLICE),
                NalCase.keyFrame("SEI stays", SEI + " " + IDR, SEI, IDR),
                NalCase.keyFrame("two slices", IDR + " " + IDR, IDR, IDR),
                NalCase.keyFrame("STAP-A", SEI + " " + IDR, "78" + sized(SEI) + sized(IDR)),
                NalCase.keyFrame("STAP-A, then single", SEI + " " + IDR, "78" + sized(SEI), IDR),
                NalCase.frame("FU-A", "41aabbccddee", "5c81aabb", "5c01cc", "5c41ddee"),
                NalCase.keyFrame("FU-A of an IDR slice and more", SEI + " 65aabb " + IDR, SEI, "7c85aa", "7c45bb", IDR),
                NalCase.frame("FU-A with an empty piece (RFC 6184 5.8)", "41aabb", "5c81aa", "5c01", "5c41bb"),
                NalCase.keyFrame("parameter sets in a STAP-A", IDR, stapA(SPS.toString(), PPS.toString()), IDR),
                NalCase.keyFrame("parameter sets in packets of their own", IDR, SPS.toString(), PPS.toString(), IDR),
                NalCase.keyFrame("SPS in FU-As", IDR, "7c87" + SPS.toString().substring(2, 20),
                        "7c47" + SPS.toString().substring(20), IDR),
                NalCase.keyFrame("delimiter, filler and SPS extension go", IDR, "09f0", "0cffff", "6d80", IDR),
                NalCase.frame("partitions", "02aa 03bb 04cc", "02aa", "03bb", "04cc"),
                NalCase.lost("only parameter sets", SPS.toString(), PPS.toString()), NalCase.lost("only an SEI", SEI),
                NalCase.lost("nothing"), NalCase.lost("padding", ""), NalCase.frame("and padding", SLICE, "", SLICE),
                NalCase.lost("STAP-B", "7900000004" + IDR), NalCase.lost("MTAP16", "7a000000060000" + IDR),
                NalCase.lost("MTAP24", "7b00000007000000" + IDR), NalCase.lost("FU-B", "7dc50000aabb"),
                NalCase.lost("type 0", "40aa"), NalCase.lost("type 30", "5eaa"), NalCase.lost("type 31", "5faa"));
    }

    private static Stream<NalCase> deviations() {
        String startCodes = SPS + "00000001" + PPS + "000001" + IDR;
        return Stream.of(NalCase.keyFrame("Annex B in a packet", IDR, startCodes),
                NalCase.keyFrame("Annex B with its first start code", SEI + " " + IDR,
                        "00000001" + SEI + "000001" + IDR),
                NalCase.keyFrame("Annex B in a STAP-A", IDR, "78" + sized(SPS + "000001" + PPS) + sized(IDR)),
                NalCase.keyFrame("Annex B in FU-As, a start code across two", SEI + " " + IDR,
                        "1c86" + SEI.substring(2) + "0000", "1c460001" + IDR),
                NalCase.lost("Annex B with a packet type in it", SLICE + "000001" + "7c85aa"),
                NalCase.frame("no start code in a slice", "41000002000003010001", "41000002000003010001"),
                NalCase.frame("zeros of Annex B behind", SLICE + " 41aa", SLICE + "0000", "5c81aa", "5c4100"),
                NalCase.lost("nothing but zeros", "000000"),
                NalCase.frame("one FU-A with start and end", SLICE, "5cc19accdd"),
                NalCase.frame("the FU-A start again", "41aabbcc", "5c81aabb", "5c81aabb", "5c41cc"),
                NalCase.lost("another FU-A start", "5c81aabb", "5c81aacc", "5c41cc"),
                NalCase.lost("FU-A starts in every piece", "5c81aabb", "5c81cc", "5cc1dd"),
                NalCase.lost("FU-A without end", "5c81aabb", "5c01cc"),
                NalCase.lost("FU-A without end, then a slice", "5c81aabb", SLICE),
                NalCase.lost("FU-A without end, then a STAP-A", "5c81aabb", "58" + sized(SLICE)),
                NalCase.lost("FU-A without start", "5c01aabb", "5c41cc"), NalCase.lost("FU-A without header", "5c"),
                NalCase.lost("FU-A of a STAP-A", "5cd8" + sized(SLICE)),
                NalCase.frame("STAP-A with an empty unit", SLICE, "58" + "0000" + sized(SLICE)),
                NalCase.frame("STAP-A with zeros behind", SLICE, "58" + sized(SLICE) + "000000"),
                NalCase.frame("STAP-A with a byte behind", SLICE, "58" + sized(SLICE) + "aa"),
                NalCase.lost("STAP-A size beyond the end", "58" + "0005" + SLICE),
                NalCase.lost("STAP-A in a STAP-A", "58" + sized("58" + sized(SLICE))),
                NalCase.lost("malformed SPS", MALFORMED_SPS, IDR), NalCase.lost("malformed PPS", "6800", IDR),
                NalCase.lost("SPS larger than may be", "67" + "42".repeat(4096), IDR));
    }

    private static String sized(String nal) {
        return "%04x".formatted(nal.length() / 2) + nal;
    }

    private static String stapA(String... nals) {
        return "78" + String.join("", Stream.of(nals).map(H264DepacketizerTest::sized).toList());
    }

    /** One that knows the parameter sets already. */
    private static H264Depacketizer depacketizer() {
        return new H264Depacketizer(List.of(SPS, PPS));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void depacketizes(NalCase each) {
        each.assertDepacketized(depacketizer());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void survivesThePacketizer(NalCase each) {
        each.assertRoundTrip(new H264Packetizer(), depacketizer(), depacketizer());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsDamagedIsAFrameOrNone(NalCase each) {
        each.assertSurvives(depacketizer());
    }

    @Test
    void thereIsNoFrameBeforeTheParameterSets() {
        var depacketizer = new H264Depacketizer();
        assertThat(add(depacketizer, IDR)).isNull();
        assertThat(add(depacketizer, SPS.toString(), IDR)).isNull();
        assertThat(depacketizer.config()).isNull();
        assertThat(add(depacketizer, PPS.toString())).isNull();
        assertThat(add(depacketizer, IDR)).containsExactly(IDR);
        assertThat(depacketizer.config()).isEqualTo(H264Config.of(List.of(SPS), List.of(PPS)));
    }

    @Test
    void newParameterSetsAreThoseOfTheirFrame() {
        var depacketizer = depacketizer();
        add(depacketizer, SLICE);
        assertThat(depacketizer.config()).isEqualTo(H264Config.of(List.of(SPS), List.of(PPS)));
        var before = depacketizer.config();
        add(depacketizer, SPS.toString(), PPS.toString(), IDR);
        assertThat(depacketizer.config()).as("repeated").isSameAs(before);
        add(depacketizer, OTHER_SPS, "685380", IDR);
        assertThat(depacketizer.config())
                .isEqualTo(H264Config.of(List.of(Nals.bytes(OTHER_SPS)), List.of(PPS, Nals.bytes("685380"))));
    }

    @Test
    void aMalformedSpsLosesItsFrameAndTheConfigurationStays() {
        var depacketizer = depacketizer();
        add(depacketizer, SLICE);
        var before = depacketizer.config();
        assertThat(add(depacketizer, MALFORMED_SPS, PPS.toString(), IDR)).isNull();
        assertThat(depacketizer.config()).isSameAs(before);
        assertThat(add(depacketizer, SLICE)).containsExactly(SLICE);
        assertThat(depacketizer.config()).isSameAs(before);
    }

    @Test
    void resetForgetsTheFrameAndKeepsTheConfiguration() {
        var depacketizer = depacketizer();
        add(depacketizer, IDR);
        depacketizer.add(Nals.buffer("5c81aa"), 0, 3);
        depacketizer.reset();
        depacketizer.reset();
        assertThat(depacketizer.finish()).isNull();
        assertThat(depacketizer.config()).isNotNull();
        assertThat(add(depacketizer, SLICE)).containsExactly(SLICE);
        assertThat(depacketizer.keyFrame()).isFalse();
    }

    @Test
    void refusesMalformedParameterSetsOfAnOffer() {
        assertThatThrownBy(() -> new H264Depacketizer(List.of(Nals.bytes(SEI)))).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("found 6, expected 7 or 8");
    }

    /** Only a delimiter and an SPS have nothing before them that a decoder would miss. */
    @ParameterizedTest
    @CsvSource({"09f0,true", "6742c01e,true", "7800020 9f0,true", "78000467 42c01e,true", "7c87aa,true", "7c07aa,false",
            "68ce0fc8,false", "0605,false", "6588,false", "419a,false", "7c85aa,false", "780004 68ce0fc8,false",
            "78,false", "780004,false", "09,false", "7c,false"})
    void tellsWhatStartsAFrame(String packet, boolean starts) {
        var buffer = Nals.buffer("ff" + packet);
        assertThat(new H264Depacketizer().startsFrame(buffer, 1, buffer.readableBytes() - 1)).isEqualTo(starts);
    }

    @Test
    void aFrameAsLargeAsMayBeIsOneAndALargerOneIsNot() {
        int piece = 1 << 16;
        var pieces = Collections.nCopies(63, piece(0x01, piece));
        int left = Depacketizer.MAX_FRAME_BYTES - 4 - 1 - 63 * piece;
        var depacketizer = depacketizer();
        depacketizer.add(piece(0x81, 0), 0, 2);
        pieces.forEach(each -> assertThat(depacketizer.add(each, 0, each.readableBytes())).isTrue());
        assertThat(depacketizer.add(piece(0x41, left + 1), 0, left + 3)).isFalse();
        assertThat(depacketizer.add(piece(0x41, left), 0, left + 2)).isTrue();
        assertThat(depacketizer.add(Nals.buffer(SLICE), 0, 4)).isFalse();
        var frame = Objects.requireNonNull(depacketizer.finish());
        assertThat(frame.readableBytes()).isEqualTo(Depacketizer.MAX_FRAME_BYTES);
        frame.release();
    }

    @Test
    void aFrameOfMoreNalUnitsThanCouldBeSentIsLost() {
        var depacketizer = depacketizer();
        var slice = Nals.buffer(SLICE);
        for (int i = 0; i < PayloadList.MAX_PACKETS; i++) {
            assertThat(depacketizer.add(slice, 0, 4)).isTrue();
        }
        assertThat(depacketizer.add(slice, 0, 4)).isFalse();
        depacketizer.reset();
        assertThat(add(depacketizer, SLICE)).containsExactly(SLICE);
    }

    private static ByteBuf piece(int fuHeader, int length) {
        var piece = Unpooled.buffer(2 + length).writeByte(0x5c).writeByte(fuHeader);
        return piece.setBytes(2, "U".repeat(length).getBytes(StandardCharsets.US_ASCII)).writerIndex(2 + length);
    }

    private static @Nullable List<String> add(Depacketizer depacketizer, String... packets) {
        return Nals.depacketized(depacketizer, Stream.of(packets).map(Nals::buffer).toList());
    }
}

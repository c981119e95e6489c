package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Bytes;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.hevc.HevcSamples;
import dev.sluice.runtime.ProtocolException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HevcDepacketizerTest {
    static final List<Bytes> SETS = List.of(HevcSamples.VPS, HevcSamples.SMALL_SPS, HevcSamples.PPS);
    private static final String VPS = HevcSamples.VPS.toString();
    private static final String SPS = HevcSamples.SMALL_SPS.toString();
    private static final String PPS = HevcSamples.PPS.toString();
    private static final String OTHER_SPS = HevcSamples.SPS.getFirst().hex();
    private static final String SEI = "4e0105";
    private static final String IDR = "2601aabb";
    private static final String SLICE = "0201ccdd";
    private static final String MALFORMED_SPS = "4201ff";

    static Stream<NalCase> cases() {
        return Stream.concat(standard(), deviations());
    }

    private static Stream<NalCase> standard() {
        return Stream.of(NalCase.frame("single NAL unit", SLICE, SLICE),
                NalCase.frame("not referred to", "0001aa", "0001aa"),
                NalCase.keyFrame("SEI before and behind stays", SEI + " " + IDR + " 500105", SEI, IDR, "500105"),
                NalCase.keyFrame("IDR without leading pictures", "2801aa", "2801aa"),
                NalCase.keyFrame("CRA", "2a01aa", "2a01aa"), NalCase.keyFrame("BLA", "2001aa", "2001aa"),
                NalCase.frame("RASL", "1201aa", "1201aa"), NalCase.frame("reserved", "3001aa", "3001aa"),
                NalCase.keyFrame("AP", SEI + " " + IDR, "6001" + sized(SEI) + sized(IDR)),
                NalCase.frame("FU", "0203aabbcc", "620381aa", "620301bb", "620341cc"),
                NalCase.keyFrame("FU of an IDR slice and more", SEI + " 2601aabb " + IDR, SEI, "620193aa", "620153bb",
                        IDR),
                NalCase.keyFrame("parameter sets in an AP", IDR, "6001" + sized(VPS) + sized(SPS) + sized(PPS), IDR),
                NalCase.keyFrame("parameter sets in packets of their own", IDR, VPS, SPS, PPS, IDR),
                NalCase.keyFrame("delimiter and filler go", IDR, "460150", "4c01ffff", IDR),
                NalCase.keyFrame("a layer above the base goes, its sets too", IDR, IDR, "4209ff", "0209aa"),
                NalCase.lost("only parameter sets", VPS, SPS, PPS), NalCase.lost("only an SEI", SEI),
                NalCase.lost("nothing"), NalCase.lost("padding", ""), NalCase.frame("and padding", SLICE, "", SLICE),
                NalCase.lost("PACI", "640100000201aa"), NalCase.lost("unspecified", "6601aa"),
                NalCase.lost("temporal id forbidden", "0200aa"), NalCase.lost("half a header", "02"));
    }

    private static Stream<NalCase> deviations() {
        String startCodes = "00000001" + VPS + "00000001" + SPS + "00000001" + PPS + "000001" + IDR;
        return Stream.of(NalCase.keyFrame("Annex B in a packet", IDR, startCodes),
                NalCase.keyFrame("Annex B in FUs", SEI + " " + IDR, "6201a705000000", "62016701" + IDR),
                NalCase.frame("one FU with start and end", SLICE, "6201c1ccdd"),
                NalCase.frame("the FU start again", "0201aabb", "620181aa", "620181aa", "620141bb"),
                NalCase.lost("another FU start", "620181aa", "620181bb", "620141cc"),
                NalCase.lost("FU without end", "620181aa", "620101bb"),
                NalCase.lost("FU without end, then a slice", "620181aa", SLICE),
                NalCase.lost("FU without start", "620101aa", "620141bb"), NalCase.lost("FU without header", "6201"),
                NalCase.lost("FU of an AP", "6201f0" + sized(SLICE)),
                NalCase.frame("AP with an empty unit", SLICE, "60010000" + sized(SLICE)),
                NalCase.frame("AP with zeros behind", SLICE, "6001" + sized(SLICE) + "000000"),
                NalCase.lost("AP with half a header", "6001000102"),
                NalCase.lost("AP size beyond the end", "60010005" + SLICE),
                NalCase.lost("AP in an AP", "6001" + sized("6001" + sized(SLICE))),
                NalCase.lost("malformed SPS", MALFORMED_SPS, IDR), NalCase.lost("malformed PPS", "440101", IDR));
    }

    private static String sized(String nal) {
        return "%04x".formatted(nal.length() / 2) + nal;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void depacketizes(NalCase each) {
        each.assertDepacketized(new HevcDepacketizer(SETS));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void survivesThePacketizer(NalCase each) {
        each.assertRoundTrip(new HevcPacketizer(), new HevcDepacketizer(SETS), new HevcDepacketizer(SETS));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsDamagedIsAFrameOrNone(NalCase each) {
        each.assertSurvives(new HevcDepacketizer(SETS));
    }

    @Test
    void thereIsNoFrameBeforeTheParameterSets() {
        var depacketizer = new HevcDepacketizer();
        assertThat(add(depacketizer, SPS, PPS, IDR)).isNull();
        assertThat(depacketizer.config()).isNull();
        assertThat(add(depacketizer, VPS, IDR)).containsExactly(IDR);
        assertThat(depacketizer.config()).isEqualTo(HevcConfig.of(List.of(HevcSamples.VPS),
                List.of(HevcSamples.SMALL_SPS), List.of(HevcSamples.PPS)));
    }

    @Test
    void aMalformedSpsLosesItsFrameAndANewOneIsThatOfItsFrame() {
        var depacketizer = new HevcDepacketizer(SETS);
        add(depacketizer, SLICE);
        var before = depacketizer.config();
        assertThat(add(depacketizer, MALFORMED_SPS, IDR)).isNull();
        assertThat(add(depacketizer, VPS, SPS, PPS, IDR)).containsExactly(IDR);
        assertThat(depacketizer.config()).isSameAs(before);
        add(depacketizer, OTHER_SPS, IDR);
        assertThat(depacketizer.config()).isEqualTo(HevcConfig.of(List.of(HevcSamples.VPS),
                List.of(Nals.bytes(OTHER_SPS)), List.of(HevcSamples.PPS)));
    }

    @Test
    void refusesMalformedParameterSetsOfAnOffer() {
        assertThatThrownBy(() -> new HevcDepacketizer(List.of(Nals.bytes(SEI)))).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("found 39, expected 32, 33 or 34");
    }

    /** Only a delimiter and a VPS have nothing before them that a decoder would miss. */
    @ParameterizedTest
    @CsvSource({"460150,true", "40010c,true", "60010003460150,true", "6201a0aa,true", "620120aa,false", "420101,false",
            "2601aa,false", "6001,false", "60010003,false", "4601,false", "6201,false"})
    void tellsWhatStartsAFrame(String packet, boolean starts) {
        var buffer = Nals.buffer("ff" + packet);
        assertThat(new HevcDepacketizer().startsFrame(buffer, 1, buffer.readableBytes() - 1)).isEqualTo(starts);
    }

    private static @Nullable List<String> add(Depacketizer depacketizer, String... packets) {
        return Nals.depacketized(depacketizer, Stream.of(packets).map(Nals::buffer).toList());
    }
}

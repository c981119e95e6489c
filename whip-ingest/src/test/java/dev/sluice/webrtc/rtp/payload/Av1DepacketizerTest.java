package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Av1Config;
import dev.sluice.media.Bytes;
import dev.sluice.media.Codec;
import io.netty.buffer.Unpooled;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Aggregation headers, elements and OBUs are set apart by spaces. */
class Av1DepacketizerTest {
    /** Payload of a sequence header, 11 bytes: 320x180. */
    private static final String HEADER = "0000 0004 3cfe ccda f900 40";
    private static final String SH = "0a0b" + HEADER;
    private static final String SH_UNSIZED = "08" + HEADER;
    private static final Av1Config CONFIG = new Av1Config(0, 0, 0, 320, 180,
            Bytes.of(VideoSamples.bytes(SH)));

    /** @param frame what the payloads make, null if nothing */
    record Case(String name, List<byte[]> payloads, @Nullable String frame, boolean key) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case frame(String name, String frame, boolean key, String... payloads) {
        return new Case(name, VideoSamples.payloads(payloads), frame, key);
    }

    private static Case none(String name, String... payloads) {
        return new Case(name, VideoSamples.payloads(payloads), null, false);
    }

    static List<Case> whole() {
        return List.of(frame("one element", "3202 3011", false, "10 30 3011"),
                frame("one with its length", "3202 3011", false, "00 03 30 3011"),
                frame("a length of more bytes than it needs", "3202 3011", false, "00 838000 30 3011"),
                frame("an OBU with its size", "3202 3011", false, "10 32 02 3011"),
                frame("with a size of two bytes", "3202 3011", false, "10 32 8200 3011"),
                frame("a layer", "3628 02 3011", false, "10 34 28 3011"),
                frame("a layer with its size", "3628 02 3011", false, "10 36 28 02 3011"),
                frame("key frame", SH + "3202 1011", true, "28 0c" + SH_UNSIZED + "30 1011"),
                frame("all elements with lengths", SH + "3202 1011", true, "08 0c" + SH_UNSIZED + "03 30 1011"),
                frame("three", SH + "2a01 ee 3202 1011", true, "38 0c" + SH_UNSIZED + "02 28ee 30 1011"),
                frame("of several packets", SH + "3202 1011", true, "18" + SH_UNSIZED, "10 30 1011"),
                frame("frame header and tile group", SH + "1a01 10 2201 55", true, "18" + SH_UNSIZED,
                        "20 02 1810 2055"),
                frame("key frame by its header, not by N", SH + "3202 1011", true, "20 0c" + SH_UNSIZED + "30 1011"),
                frame("sequence header before an inter frame", SH + "3202 3011", false,
                        "28 0c" + SH_UNSIZED + "30 3011"),
                frame("sequence header behind", "3202 1011" + SH, false, "20 03 30 1011" + SH_UNSIZED),
                frame("key frame without one", "3202 1011", false, "10 30 1011"),
                frame("key frame that isn't shown", SH + "3202 0011", false, "28 0c" + SH_UNSIZED + "30 0011"),
                frame("a frame of before is shown", SH + "1a01 90", false, "28 0c" + SH_UNSIZED + "18 90"),
                frame("temporal delimiter and tile list", "3202 3011", false, "30 01 10 02 40aa 30 3011"));
    }

    static List<Case> fragments() {
        return List.of(frame("two fragments", "3203 301122", false, "50 30 30", "90 1122"),
                frame("three", "3203 301122", false, "50 30 30", "d0 11", "90 22"),
                frame("cut in the header", "3628 02 3011", false, "50 34", "90 28 3011"),
                frame("empty ones", "3202 3011", false, "50", "d0 30 3011", "90"),
                frame("the last of two", "2a01 ee 3202 3011", false, "60 02 28ee 30", "90 3011"),
                frame("the first of two", "3202 3011 2a01 ee", false, "50 30", "a0 02 3011 28ee"),
                frame("both", "3202 3011 2a01 ee", false, "50 30", "e0 02 3011 28", "90 ee"),
                frame("with lengths", "3202 3011 2a01 ee", false, "40 01 30", "c0 02 3011 01 28", "80 01 ee"),
                frame("a sequence header", SH + "3202 1011", true, "58 0800 0000",
                        "a0 08" + HEADER.substring(7) + "30 1011"),
                none("goes on but didn't start", "90 3011"), none("started but doesn't go on", "50 30 30", "10 30 11"),
                none("never ends", "50 30 30"), none("new sequence in the middle", "50 30 30", "98 11"),
                none("nothing but emptiness", "50", "90"));
    }

    static List<Case> malformed() {
        return List.of(none("nothing"), none("header alone", "00"), none("empty element", "10"),
                none("empty element with its length", "00 00 03 30 3011"),
                none("length beyond the end", "00 04 30 3011"),
                none("length without an end", "00 8080808080808080 00"), none("fewer elements", "20 03 30 3011"),
                none("one less than three", "30 02 28ee 30 3011"), none("forbidden bit", "10 b0 3011"),
                none("size beyond the end", "10 32 03 3011"), none("size before the end", "10 32 01 3011"),
                none("no extension", "10 34"), none("only a delimiter", "10 10"), none("only metadata", "10 28ee"),
                none("only a sequence header", "18" + SH_UNSIZED),
                none("sequence header cut off", "28 06 080000 00043c 30 1011"));
    }

    @ParameterizedTest
    @MethodSource({"whole", "fragments", "malformed"})
    void putsTemporalUnitsTogether(Case one) {
        var depacketizer = new Av1Depacketizer();
        assertThat(VideoSamples.finish(depacketizer, VideoSamples.payloads("28 0c" + SH_UNSIZED + "30 1011")))
                .isNotNull();
        var frame = VideoSamples.finish(depacketizer, one.payloads());
        assertThat(frame).isEqualTo(one.frame() == null ? null : VideoSamples.bytes(one.frame()));
        assertThat(frame != null && depacketizer.keyFrame()).isEqualTo(one.key());
        assertThat(depacketizer.config()).isEqualTo(CONFIG);
    }

    @ParameterizedTest
    @CsvSource({"18, true", "28, true", "98, false", "10, false", "90, false"})
    void onlyANewSequenceIsCertainToStartAFrame(String header, boolean starts) {
        var packet = Unpooled.wrappedBuffer(VideoSamples.bytes(header + "30"));
        assertThat(new Av1Depacketizer().startsFrame(packet, 0, 2)).isEqualTo(starts);
    }

    @Test
    void obusHaveALimit() {
        for (int count : new int[]{Av1Depacketizer.MAX_OBUS, Av1Depacketizer.MAX_OBUS + 1}) {
            var depacketizer = new Av1Depacketizer();
            VideoSamples.finish(depacketizer, VideoSamples.payloads("28 0c" + SH_UNSIZED + "30 1011"));
            var many = Collections.nCopies(count, VideoSamples.bytes("10 30 3011"));
            assertThat(VideoSamples.finish(depacketizer, many) != null).isEqualTo(count == Av1Depacketizer.MAX_OBUS);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"false|3202 3011|10303011", "false|3628 02 3011|1034283011",
            "false|1200 3202 3011|10303011", "false|1a0130 220155|101830 102055", "false|4201aa 3200|1030",
            "true|" + SH + "3202 1011|280c08000000043cfeccdaf90040301011",
            "true|" + SH + "3608 02 1011|280c08000000043cfeccdaf9004034081011",
            "true|" + SH + "1a0110 220155|280c08000000043cfeccdaf900401810 102055",
            "true|0e08 0b" + HEADER + "3202 1011|180c08000000043cfeccdaf90040 10301011",
            "true|3202 1011|18301011", "false|" + SH + "3202 3011|1008000000043cfeccdaf90040 10303011"})
    void sizesAreLeftOutAndASequenceHeaderIsFirstInThePacketOfAKeyFrame(boolean key, String frame, String payloads) {
        assertThat(String.join(" ", VideoSamples.payloads(Codec.AV1, key, frame))).isEqualTo(payloads);
    }

    @Test
    void fragmentsAreMarkedAtBothOfTheirEnds() {
        int length = 2 * Packetizer.MAX_PAYLOAD;
        var three = VideoSamples.payloads(Codec.AV1, true, SH + "30 10" + "00".repeat(length));
        assertThat(three).extracting(payload -> payload.substring(0, 2)).containsExactly("68", "d0", "90");
        three = VideoSamples.payloads(Codec.AV1, false, "30 30" + "00".repeat(length));
        assertThat(three).extracting(payload -> payload.substring(0, 2)).containsExactly("50", "d0", "90");
    }

    @ParameterizedTest
    @CsvSource({"3203 3011", "1200", "b202 3011", SH})
    void aMalformedUnitOrOneWithoutAFrameGivesNothing(String frame) {
        assertThat(VideoSamples.payloads(Codec.AV1, true, frame)).isEmpty();
    }
}

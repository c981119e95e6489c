package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Codec;
import dev.sluice.media.Vp9Config;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class Vp9DepacketizerTest {
    private static final String KEY = "82498342000b10061600";
    private static final String INTER = "86004092f0";

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

    static List<Case> cases() {
        return List.of(frame("bare", KEY, true, "0c" + KEY), frame("inter frame", INTER, false, "4c" + INTER),
                frame("inter frame of FFmpeg, without P", INTER, false, "0c" + INTER),
                frame("two payloads", KEY + "01", true, "08" + KEY, "04 01"),
                frame("7-bit picture ID", KEY, true, "8c 7f" + KEY), frame("15-bit", KEY, true, "8c ffff" + KEY),
                frame("layer indices and TL0PICIDX", KEY, true, "ac 01 00 05" + KEY),
                frame("layer indices in flexible mode", KEY, true, "bc 01 00" + KEY),
                frame("one reference", INTER, false, "dc 01 02" + INTER),
                frame("three references", INTER, false, "fc 8001 20 03 05 06" + INTER),
                frame("structure without anything", KEY, true, "0e 00" + KEY),
                frame("structure of Chromium", KEY, true, "8e 8001 18 00b2 0062 01 04 01" + KEY),
                frame("structure of three layers", KEY, true,
                        "0e 58 0001 0002 0003 0004 0005 0006 02 84 01 5c 010203" + KEY));
    }

    static List<Case> layers() {
        var eight = IntStream.range(0, 8).mapToObj(i -> "2c 0" + Integer.toHexString(2 * i) + "00" + KEY)
                .toArray(String[]::new);
        var nine = Stream.concat(Stream.of(eight), Stream.of(eight[7]))
                .toArray(String[]::new);
        return List.of(
                frame("two layers", KEY + INTER + "c10a05c1", true, "2c 00 00" + KEY, "2d 03 00" + INTER),
                frame("two of two payloads", KEY + "01" + INTER + "02" + "c10b06c1", true, "28 00 00" + KEY,
                        "24 00 00 01", "28 03 00" + INTER, "24 03 00 02"),
                frame("as many as may be", KEY.repeat(8) + "c7" + "0a".repeat(8) + "c7", true, eight),
                frame("inter picture", INTER + INTER + "c10505c1", false, "6c 00 00" + INTER, "6c 03 00" + INTER),
                none("one more", nine));
    }

    static List<Case> malformed() {
        return List.of(none("nothing"), none("no beginning", "04" + KEY), none("no end", "08" + KEY),
                none("begins twice", "08" + KEY, "0c" + KEY), none("goes on behind the end", "0c" + KEY, "04 01"),
                none("last layer without its end", "2c 00 00" + KEY, "28 03 00" + INTER),
                none("descriptor alone", "0c"), none("cut in the picture ID", "8c 80 01"),
                none("in the layer indices", "2c"), none("in TL0PICIDX", "2c 00 01"),
                none("in the references", "dc 01 03 05"), none("four references", "dc 01 03 05 07 08" + INTER),
                none("in the sizes", "0e 38 0001 0002 0003"), none("in the pictures", "0e 08 03 00 00"),
                none("in their references", "0e 08 02 00 0c 01 02"),
                none("nothing behind the structure", "0e 08 01 04 01"),
                none("key frame without sync code", "0c 82498343000b10061600"),
                none("key frame cut in its header", "0c 82498342000b1006"));
    }

    @ParameterizedTest
    @MethodSource({"cases", "layers", "malformed"})
    void putsPicturesTogether(Case one) {
        var depacketizer = new Vp9Depacketizer();
        assertThat(VideoSamples.finish(depacketizer, VideoSamples.payloads("0c" + KEY))).isNotNull();
        var frame = VideoSamples.finish(depacketizer, one.payloads());
        assertThat(frame).isEqualTo(one.frame() == null ? null : VideoSamples.bytes(one.frame()));
        assertThat(frame != null && depacketizer.keyFrame()).isEqualTo(one.key());
        assertThat(depacketizer.config()).isEqualTo(new Vp9Config(0, 178, 98));
    }

    @ParameterizedTest
    @CsvSource({"0c00, true", "4800, true", "0400, false", "0c, false", "2c000000, true", "2c020000, false"})
    void aPictureStartsWithItsLowestLayer(String payload, boolean starts) {
        byte[] bytes = VideoSamples.bytes(payload);
        assertThat(new Vp9Depacketizer().startsFrame(Unpooled.wrappedBuffer(bytes), 0, bytes.length)).isEqualTo(starts);
    }

    @Test
    void beginningAndEndAreMarkedAndWhatIsNoKeyFrameIsPredicted() {
        assertThat(VideoSamples.payloads(Codec.VP9, true, KEY)).containsExactly("0c" + KEY);
        assertThat(VideoSamples.payloads(Codec.VP9, false, INTER)).containsExactly("4c" + INTER);
        var three = VideoSamples.payloads(Codec.VP9, false, INTER + "00".repeat(2 * Packetizer.MAX_PAYLOAD));
        assertThat(three).extracting(payload -> payload.substring(0, 2)).containsExactly("48", "40", "44");
    }
}

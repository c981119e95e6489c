package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Codec;
import dev.sluice.media.Vp8Config;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class Vp8DepacketizerTest {
    private static final String KEY = "5042009d012ab2006200aabb";
    private static final String INTER = "b10900cc";

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
        return List.of(frame("no extension", KEY, true, "10" + KEY),
                frame("inter frame", INTER, false, "30" + INTER),
                frame("extension without fields", KEY, true, "90 00" + KEY),
                frame("7-bit PictureID", KEY, true, "90 80 7f" + KEY),
                frame("15-bit PictureID", KEY, true, "90 80 ffff" + KEY),
                frame("TL0PICIDX", KEY, true, "90 40 01" + KEY),
                frame("TID", KEY, true, "90 20 01" + KEY), frame("KEYIDX", KEY, true, "90 10 01" + KEY),
                frame("TID and KEYIDX in one", KEY, true, "90 30 01" + KEY),
                frame("all fields", KEY, true, "90 f0 8001 02 03" + KEY),
                frame("two payloads", KEY + "01", true, "90 80 11" + KEY, "80 80 11 01"),
                frame("a partition of its own", KEY + "0102", true, "10" + KEY, "11 01", "01 02"),
                frame("reserved bits", KEY, true, "58" + KEY), none("nothing"),
                none("a continuation first", "00" + KEY), none("a later partition first", "11" + KEY),
                none("two starts", "10" + KEY, "10" + KEY), none("descriptor alone", "10"),
                none("descriptor that ends in its extension", "90"), none("in its PictureID", "90 80"),
                none("in its second PictureID", "90 80 80"), none("in TL0PICIDX", "90 c0 01"),
                none("in TID", "90 e0 01 02"), none("nothing behind all fields", "90 f0 8001 02 03"),
                none("key frame without start code", "10 5042009d012bb2006200aa"),
                none("key frame cut in its header", "10 5042009d012ab20062"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void putsFramesTogether(Case one) {
        var depacketizer = new Vp8Depacketizer();
        assertThat(VideoSamples.finish(depacketizer, VideoSamples.payloads("10" + KEY))).isNotNull();
        var frame = VideoSamples.finish(depacketizer, one.payloads());
        assertThat(frame).isEqualTo(one.frame() == null ? null : VideoSamples.bytes(one.frame()));
        assertThat(frame != null && depacketizer.keyFrame()).isEqualTo(one.key());
        assertThat(depacketizer.config()).isEqualTo(new Vp8Config(178, 98));
    }

    @ParameterizedTest
    @CsvSource({"10, true", "90, true", "30, true", "00, false", "11, false", "17, false", "80, false"})
    void aFrameStartsWithTheStartOfItsFirstPartition(String descriptor, boolean starts) {
        var packet = Unpooled.wrappedBuffer(VideoSamples.bytes(descriptor + "00"));
        assertThat(new Vp8Depacketizer().startsFrame(packet, 0, 2)).isEqualTo(starts);
    }

    @Test
    void theSizeMayChangeWithAKeyFrame() {
        var depacketizer = new Vp8Depacketizer();
        VideoSamples.finish(depacketizer, VideoSamples.payloads("10" + KEY));
        VideoSamples.finish(depacketizer, VideoSamples.payloads("10 5042009d012a40010002aabb"));
        assertThat(depacketizer.config()).isEqualTo(new Vp8Config(320, 512));
    }

    @Test
    void onlyTheFirstDescriptorIsAStart() {
        assertThat(VideoSamples.payloads(Codec.VP8, true, KEY)).containsExactly("10" + KEY);
        var two = VideoSamples.payloads(Codec.VP8, false, INTER + "00".repeat(Packetizer.MAX_PAYLOAD));
        assertThat(two).extracting(payload -> payload.substring(0, 2)).containsExactly("10", "00");
    }
}

package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Codec;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What holds of all payload formats whose frames carry their own configuration. */
class VideoPayloadTest {
    static List<Codec> codecs() {
        return List.of(Codec.VP8, Codec.VP9, Codec.AV1);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void realFramesSurviveTheRoundTrip(Codec codec) {
        var depacketizer = Depacketizer.of(codec);
        var frames = VideoSamples.frames(codec);
        for (int i = 0; i < frames.size(); i++) {
            var payloads = VideoSamples.payloads(codec, i);
            assertThat(VideoSamples.finish(depacketizer, payloads)).isEqualTo(frames.get(i));
            assertThat(depacketizer.keyFrame()).isEqualTo(i % VideoSamples.KEY_FRAME_EVERY == 0);
            assertThat(depacketizer.config()).isEqualTo(VideoSamples.config(codec));
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void onlyTheFirstPayloadOfAKeyFrameIsAndOnlyItStartsAFrame(Codec codec) {
        var depacketizer = Depacketizer.of(codec);
        var payloads = VideoSamples.payloads(codec, 0);
        assertThat(payloads).hasSizeGreaterThan(3);
        for (int i = 0; i < payloads.size(); i++) {
            var packet = Unpooled.wrappedBuffer(payloads.get(i));
            assertThat(depacketizer.startsFrame(packet, 0, packet.readableBytes())).isEqualTo(i == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void payloadsFitAndAreOfOneSize(Codec codec) {
        var key = VideoSamples.frames(codec).getFirst();
        for (int length = key.length; length < key.length + 5_000; length += 97) {
            var payloads = VideoSamples.payloads(Packetizer.of(codec),
                    VideoSamples.frame(VideoSamples.config(codec), true, lengthened(codec, key, length)));
            int size = payloads.getFirst().length;
            assertThat(size).isLessThanOrEqualTo(Packetizer.MAX_PAYLOAD);
            assertThat(payloads.subList(0, payloads.size() - 1)).allMatch(payload -> payload.length == size);
            assertThat(payloads.getLast().length).isBetween(1, size);
            assertThat(payloads).hasSize(Math.ceilDiv(length, Packetizer.MAX_PAYLOAD - 1));
        }
    }

    /** Zeros behind, which in AV1 belong to the last OBU when it has no size field. */
    private static byte[] lengthened(Codec codec, byte[] frame, int length) {
        byte[] longer = new byte[length];
        System.arraycopy(frame, 0, longer, 0, frame.length);
        if (codec == Codec.AV1) {
            int sequenceHeader = 2 + frame[1];
            longer[sequenceHeader] = (byte) (longer[sequenceHeader] & ~2);
        }
        return longer;
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void nothingDecodableComesBeforeAKeyFrame(Codec codec) {
        var depacketizer = Depacketizer.of(codec);
        assertThat(VideoSamples.finish(depacketizer, VideoSamples.payloads(codec, 1))).isNull();
        assertThat(depacketizer.config()).isNull();
        assertThat(depacketizer.finish()).isNull();
        assertThat(depacketizer.keyFrame()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void paddingIsNothingAndAFrameMayBeGivenUp(Codec codec) {
        var depacketizer = Depacketizer.of(codec);
        var payloads = VideoSamples.payloads(codec, 0);
        assertThat(VideoSamples.finish(depacketizer, payloads)).isNotNull();
        depacketizer.add(Unpooled.wrappedBuffer(payloads.getFirst()), 0, payloads.getFirst().length);
        depacketizer.reset();
        depacketizer.reset();
        var padded = new ArrayList<>(VideoSamples.payloads(codec, 1));
        padded.add(1, new byte[0]);
        assertThat(VideoSamples.finish(depacketizer, padded)).isEqualTo(VideoSamples.frames(codec).get(1));
        assertThat(depacketizer.keyFrame()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aFrameThatLostAPayloadIsNone(Codec codec) {
        var payloads = VideoSamples.payloads(codec, 0);
        var headless = payloads.subList(1, payloads.size());
        assertThat(VideoSamples.finish(Depacketizer.of(codec), headless)).isNull();
        var twice = new ArrayList<>(payloads);
        twice.addFirst(payloads.getFirst());
        assertThat(VideoSamples.finish(Depacketizer.of(codec), twice)).isNull();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whateverIsCutOrFlippedNothingIsThrownAndTheNextKeyFrameIsWhole(Codec codec) {
        var depacketizer = Depacketizer.of(codec);
        var payloads = VideoSamples.payloads(codec, 0);
        for (int i = 0; i < 64; i++) {
            for (byte[] other : List.of(cut(payloads.getFirst(), i), flipped(payloads.getFirst(), i, 0xff),
                    flipped(payloads.getFirst(), i, 0x80), flipped(payloads.getFirst(), i, 1))) {
                var broken = new ArrayList<>(payloads);
                broken.set(0, other);
                var frame = VideoSamples.finish(depacketizer, broken);
                assertThat(frame == null || depacketizer.config() != null).isTrue();
            }
            assertThat(VideoSamples.finish(depacketizer, payloads)).isEqualTo(VideoSamples.frames(codec).getFirst());
        }
    }

    private static byte[] cut(byte[] payload, int length) {
        byte[] cut = new byte[length];
        System.arraycopy(payload, 0, cut, 0, length);
        return cut;
    }

    private static byte[] flipped(byte[] payload, int index, int mask) {
        byte[] flipped = payload.clone();
        flipped[index] ^= (byte) mask;
        return flipped;
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aFrameThatIsTooLargeIsLost(Codec codec) {
        var depacketizer = Depacketizer.of(codec);
        var key = VideoSamples.frames(codec).getFirst();
        var largest = lengthened(codec, key, Depacketizer.MAX_FRAME_BYTES - 4);
        var config = VideoSamples.config(codec);
        var payloads = VideoSamples.payloads(Packetizer.of(codec), VideoSamples.frame(config, true, largest));
        assertThat(VideoSamples.finish(depacketizer, payloads)).hasSizeBetween(Depacketizer.MAX_FRAME_BYTES - 4,
                Depacketizer.MAX_FRAME_BYTES);
        var larger = lengthened(codec, key, Depacketizer.MAX_FRAME_BYTES + 1);
        payloads = VideoSamples.payloads(Packetizer.of(codec), VideoSamples.frame(config, true, larger));
        assertThat(payloads).isNotEmpty();
        assertThat(VideoSamples.finish(depacketizer, payloads)).isNull();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatCannotBeSentGivesNothing(Codec codec) {
        var config = VideoSamples.config(codec);
        var key = VideoSamples.frames(codec).getFirst();
        var endless = lengthened(codec, key, (PayloadList.MAX_PACKETS + 1) * Packetizer.MAX_PAYLOAD);
        for (byte[] payload : List.of(new byte[0], endless)) {
            var frame = VideoSamples.frame(config, true, payload);
            assertThat(VideoSamples.payloads(Packetizer.of(codec), frame)).isEmpty();
        }
    }

    @Test
    void aacHasNoPayloadFormat() {
        assertThatIllegalArgumentException().isThrownBy(() -> Depacketizer.of(Codec.AAC));
        assertThatIllegalArgumentException().isThrownBy(() -> Packetizer.of(Codec.AAC));
    }
}

package dev.sluice.whep;

import dev.sluice.media.VideoConfig;
import dev.sluice.media.Vp8Config;
import dev.sluice.webrtc.rtp.RecordingSink.Sent;
import dev.sluice.whep.ViewerFixture.Watching;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An encoder in another codec takes the anchor's place while a viewer watches that can decode both. */
class CodecChangeTest {
    private static final int H264 = 102;
    private static final int H264_RTX = 103;
    private static final int VP8 = 96;
    private static final int VP8_RTX = 97;
    private static final int FRAMES = 20;
    private static final int FRAME_TICKS = 90 * ViewerFixture.FRAME_MILLIS;
    private static final VideoConfig VP8_CONFIG = new Vp8Config(640, 360);

    private final ViewerFixture room = new ViewerFixture();
    private final Watching watching = join();

    private Watching join() {
        room.videoTrack();
        return room.join(ViewerFixture.videoOfTwoCodecs());
    }

    @AfterEach
    void close() {
        room.close();
    }

    /** The first of its frames is a key frame, if so wanted. What the payload of VP8 holds is nobody's concern here. */
    private void send(VideoConfig config, boolean key) {
        room.stream(room.publisher.track("", config, 90_000), FRAMES, key);
    }

    private void sendAll() {
        send(ViewerFixture.config(1), true);
        room.takeOver();
        send(VP8_CONFIG, true);
        room.takeOver();
        send(ViewerFixture.config(1), true);
    }

    private List<Sent> frames() {
        return watching.video().stream().filter(Sent::marker).toList();
    }

    private List<Integer> payloadTypes() {
        return frames().stream().map(Sent::payloadType).toList();
    }

    @Test
    void theViewerGoesOnInTheSameStream() {
        sendAll();
        var types = payloadTypes();
        assertThat(types.subList(0, FRAMES)).containsOnly(H264);
        assertThat(types.subList(FRAMES, 2 * FRAMES)).containsOnly(VP8);
        assertThat(types.subList(2 * FRAMES, 3 * FRAMES)).containsOnly(H264);
        assertThat(types).hasSize(3 * FRAMES);
        assertThat(room.ends).isEmpty();
    }

    @Test
    void numbersHaveNoGapAndTimesGoOnWithTheFrames() {
        sendAll();
        var packets = watching.video();
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).sequence()).isEqualTo(packets.get(i - 1).sequence() + 1 & 0xffff);
        }
        var frames = frames();
        for (int i = 1; i < frames.size(); i++) {
            assertThat(frames.get(i).timestamp() - frames.get(i - 1).timestamp()).isEqualTo(FRAME_TICKS);
        }
    }

    @Test
    void whatTheOtherCodecDoesNotBeginWithAKeyFrameIsHeldBack() {
        send(ViewerFixture.config(1), true);
        room.keyFrameRequests = 0;
        send(VP8_CONFIG, false);
        assertThat(payloadTypes()).hasSize(FRAMES).containsOnly(H264);
        assertThat(room.keyFrameRequests).isEqualTo(1);
        send(VP8_CONFIG, true);
        assertThat(payloadTypes().subList(FRAMES, 2 * FRAMES)).containsOnly(VP8);
    }

    @Test
    void whatWasLostIsResentAsWhatItWas() {
        send(ViewerFixture.config(1), true);
        var before = watching.video().getLast();
        send(VP8_CONFIG, true);
        var after = watching.video().getLast();
        watching.nack(before.sequence(), 0);
        watching.nack(after.sequence(), 0);
        var resent = watching.sink().of(ViewerFixture.RTX);
        assertThat(resent).extracting(Sent::payloadType).containsExactly(H264_RTX, VP8_RTX);
        assertThat(resent).extracting(sent -> sent.payload().substring(4))
                .containsExactly(before.payload(), after.payload());
    }

    @Test
    void aJoinerOfTheOtherCodecIsServedFromTheCache() {
        sendAll();
        room.takeOver();
        send(VP8_CONFIG, true);
        room.keyFrameRequests = 0;
        var late = room.join(ViewerFixture.videoOfTwoCodecs());
        room.advance(300);
        var types = late.video().stream().filter(Sent::marker).map(Sent::payloadType).toList();
        assertThat(types).hasSize(FRAMES).containsOnly(VP8);
        assertThat(room.keyFrameRequests).isZero();
    }
}

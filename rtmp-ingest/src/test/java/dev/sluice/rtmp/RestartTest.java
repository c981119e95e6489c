package dev.sluice.rtmp;

import dev.sluice.media.MediaKind;
import dev.sluice.rtmp.testkit.Tags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** An encoder's clock jumps in the middle of a push. */
class RestartTest {
    private static final String SLICE = "27 01 000000" + Tags.SLICE;

    private final TestRoom room = new TestRoom();
    private long time;

    @AfterEach
    void close() {
        room.close();
    }

    /** Pictures every 40 ms, and sound that is 100 ms ahead of them. */
    private void send(int pictures, boolean key) {
        for (int i = 0; i < pictures; i++) {
            room.encoder.video(time, key && i == 0 ? Tags.KEY_FRAME : SLICE).audio(time + 100, Tags.AUDIO_FRAME);
            room.encoder.clock.advanceMillis(40);
            time += 40;
        }
    }

    private int cached() {
        var joiner = room.new Recorder();
        room.subscribe(MediaKind.VIDEO, joiner);
        return joiner.cached.size();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600_000, -5_000, 3_600_000})
    void viewersSeeOneTimelineAndNoPictureFromBefore(long jump) {
        time = 3_600_000;
        room.publishing(time);
        send(2, true);
        room.listen();
        send(10, true);
        assertThat(room.audio.pts - room.video.pts).isEqualTo(100);
        assertThat(cached()).isEqualTo(10);
        long before = room.video.pts;
        time += jump;
        send(1, false);
        assertThat(cached()).as("a picture that refers to those before leads nowhere").isZero();
        send(5, true);
        assertThat(cached()).isEqualTo(5);
        assertThat(room.audio.pts - room.video.pts).isEqualTo(100);
        // The first behind the jump goes on where the sound was, by the wall clock.
        assertThat(room.video.pts - before).isEqualTo(100 + 6 * 40);
    }
}

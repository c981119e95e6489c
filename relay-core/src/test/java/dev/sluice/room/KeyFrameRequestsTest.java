package dev.sluice.room;

import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.FakeClock;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyFrameRequestsTest {
    private static final long MS = 1_000_000;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private int asked;
    private final Track track = new Track(channel.eventLoop(), new Timeline(new FakeClock()),
            Tracks.VIDEO, Tracks.limits(300, 1 << 20, 4_000, 100), new Asked());
    private boolean agreed = true;
    private long millis;

    private final class Asked implements Encoder {
        @Override
        public boolean givesKeyFrames() {
            return agreed;
        }

        @Override
        public void requestKeyFrame(String trackId) {
            assertThat(trackId).isEqualTo("video");
            asked++;
        }
    }

    KeyFrameRequestsTest() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        track.close(StableCode.STOPPED);
        channel.close();
    }

    private void pass(int more) {
        millis += more;
        channel.advanceTimeBy(more, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private void request() {
        track.requestKeyFrame(millis * MS);
    }

    @Test
    void theFirstIsPassedOnAtOnceAndMoreOnceASecond() {
        for (int i = 0; i < 30; i++) {
            request();
            request();
            assertThat(asked).isEqualTo(1 + i / 10);
            pass(100);
        }
    }

    @Test
    void oneThatComesTooEarlyWaitsForItsTime() {
        request();
        pass(300);
        request();
        pass(699);
        assertThat(asked).isEqualTo(1);
        pass(1);
        assertThat(asked).isEqualTo(2);
        pass(5_000);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void unlessAKeyFrameComesMeanwhile() {
        request();
        pass(300);
        request();
        Tracks.publish(track, 400, false);
        Tracks.publish(track, 433, true);
        pass(2_000);
        assertThat(asked).isEqualTo(1);
        request();
        assertThat(asked).isEqualTo(2);
    }

    private void publish(boolean key) {
        Tracks.publish(track, millis, key);
    }

    /** A key frame, and so much behind it that the cache has none of it. */
    private void outgrow() {
        publish(true);
        pass(4_100);
        publish(false);
    }

    @Test
    void aLongGroupIsNoFaultOfAnEncoderThatGivesKeyFramesForTheAsking() {
        outgrow();
        assertThat(track.gopTooLong()).isFalse();
        request();
        pass(999);
        assertThat(track.gopTooLong()).isFalse();
        outgrow();
        request();
        assertThat(track.gopTooLong()).isFalse();
    }

    @Test
    void itIsOneOfAnEncoderThatAgreedAndGivesNone() {
        outgrow();
        request();
        request();
        pass(1_000);
        assertThat(asked).isEqualTo(2);
        assertThat(track.gopTooLong()).isTrue();
        outgrow();
        assertThat(track.gopTooLong()).isFalse();
    }

    @Test
    void andOfOneThatAgreedToNothing() {
        agreed = false;
        outgrow();
        assertThat(track.gopTooLong()).isTrue();
        publish(true);
        assertThat(track.gopTooLong()).isFalse();
    }

    @Test
    void atTheTracksEndNobodyWaits() {
        request();
        request();
        track.close(StableCode.PEER_CLOSED);
        pass(2_000);
        assertThat(asked).isEqualTo(1);
    }
}

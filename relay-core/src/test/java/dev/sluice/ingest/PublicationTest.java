package dev.sluice.ingest;

import dev.sluice.runtime.StableCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.sluice.ingest.AdmissionFixture.AAC;
import static dev.sluice.ingest.AdmissionFixture.aac;
import static dev.sluice.ingest.AdmissionFixture.code;
import static dev.sluice.ingest.AdmissionFixture.h264;
import static dev.sluice.ingest.AdmissionFixture.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class PublicationTest {
    private static final int MS = 1_000;
    private static final int MAIN = 77;

    private final AdmissionFixture fixture = new AdmissionFixture();
    private final TestSession session = fixture.session();
    private final Publication publication = fixture.publish(session, "alice");

    @AfterEach
    void close() {
        fixture.close();
    }

    private void write(long millis, boolean key, boolean b) throws Exception {
        fixture.onLoop(() -> publication.writeVideo(MS, millis, millis, key, unit(key, b)));
    }

    @Test
    void aHintedStreamIsHeldBackUntilFourUnitsWithoutABSlice() throws Exception {
        publication.video(h264(MAIN, -1));
        for (int i = 0; i < 3; i++) {
            write(i * 33L, i == 0, false);
        }
        assertThat(fixture.events).isEmpty();
        write(100, false, false);
        assertThat(fixture.anchor().tracks().getFirst().frames()).isEqualTo(4);
    }

    @Test
    void orUntil200MillisecondsHavePassed() throws Exception {
        publication.video(h264(MAIN, -1));
        write(0, true, false);
        fixture.clock.advanceMillis(200);
        write(200, false, false);
        assertThat(fixture.anchor().tracks().getFirst().frames()).isEqualTo(2);
    }

    @Test
    void aStreamWithBFramesIsRejectedBeforeAnybodySeesIt() throws Exception {
        publication.video(h264(MAIN, 2));
        fixture.onLoop(() -> publication.audio(AAC));
        write(0, true, false);
        fixture.onLoop(() -> publication.writeAudio(44_100, 0, aac()));
        write(33, false, true);
        assertThat(session.closed().code()).isEqualTo(StableCode.B_FRAMES);
        assertThat(session.closed().described()).contains("OBS").contains("-bf 0");
        assertThat(fixture.eventNames()).containsExactly("PublishRejected");
        assertThat(fixture.rooms.rooms()).isEmpty();
        assertThat(fixture.log.find(session.id()).orElseThrow().code()).isEqualTo(StableCode.B_FRAMES);
    }

    @Test
    void bFramesThatBeginLaterEndTheStreamBeforeTheBPictureIsSent() throws Exception {
        publication.video(h264(66, -1));
        write(0, true, false);
        write(33, false, false);
        var track = fixture.anchor().tracks().getFirst();
        write(66, false, true);
        write(100, false, false);
        assertThat(session.closed().code()).isEqualTo(StableCode.B_FRAMES);
        assertThat(track.frames()).isEqualTo(2);
        assertThat(fixture.eventNames()).containsExactly("AnchorEntered", "TrackStarted",
                "PublishRejected", "AnchorLeft");
    }

    private StableCode nextPublish() {
        var answer = fixture.admission.publish(fixture.request("alice"), fixture.session()).toCompletableFuture();
        var failure = catchThrowable(answer::join);
        return failure == null ? StableCode.STOPPED : code(failure);
    }

    @Test
    void thePublishAfterARejectionIsRefusedOnceWithTheReason() throws Exception {
        publication.video(h264(66, -1));
        write(0, true, true);
        fixture.onLoop(() -> publication.writeVideo(MS, 33, 33, false, unit(false, true)));
        assertThat(nextPublish()).isEqualTo(StableCode.B_FRAMES);
        assertThat(nextPublish()).isEqualTo(StableCode.STOPPED);
    }

    @Test
    void whoIsRejectedThreeTimesInAMinuteIsRefusedForAMinute() throws Exception {
        var current = publication;
        for (int i = 0; i < 3; i++) {
            var rejected = current;
            fixture.onLoop(() -> {
                rejected.video(h264(66, -1));
                rejected.writeVideo(MS, 0, 0, false, unit(false, true));
            });
            if (i < 2) {
                assertThat(nextPublish()).isEqualTo(StableCode.B_FRAMES);
                current = fixture.publish(fixture.session(), "alice");
            }
        }
        fixture.clock.advance(Duration.ofSeconds(59));
        assertThat(nextPublish()).isEqualTo(StableCode.B_FRAMES);
        fixture.clock.advance(Duration.ofSeconds(2));
        assertThat(nextPublish()).isEqualTo(StableCode.STOPPED);
    }

    @Test
    void audioWaitsForThePictureOfAVideoThatWasAnnounced() throws Exception {
        fixture.onLoop(() -> {
            publication.video(h264(66, -1));
            publication.audio(AAC);
            publication.writeAudio(44_100, 0, aac());
        });
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.onLoop(() -> publication.writeAudio(44_100, 44_100, aac()));
        assertThat(fixture.events).isEmpty();
        write(1_000, true, false);
        assertThat(fixture.anchor().tracks()).hasSize(2);
    }

    @Test
    void aChangedConfigurationChangesTheTrackAndNothingElse() throws Exception {
        publication.video(h264(66, -1));
        write(0, true, false);
        var track = fixture.anchor().tracks().getFirst();
        fixture.onLoop(() -> publication.video(h264(66, 0)));
        write(33, true, false);
        assertThat(fixture.anchor().tracks()).containsExactly(track);
        assertThat(track.info().config()).isEqualTo(h264(66, 0));
        assertThat(fixture.eventNames()).containsExactly("AnchorEntered", "TrackStarted", "TrackChanged");
    }

    @Test
    void whatComesAfterTheEndIsReleased() throws Exception {
        fixture.onLoop(() -> publication.end(StableCode.PEER_CLOSED, "gone", true));
        publication.video(h264(66, -1));
        write(0, true, false);
        assertThat(fixture.events).isEmpty();
    }
}

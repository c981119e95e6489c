package dev.sluice.ingest;

import dev.sluice.event.RoomEvent;
import dev.sluice.health.Warning;
import dev.sluice.media.MediaKind;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.sluice.ingest.AdmissionFixture.AAC;
import static dev.sluice.ingest.AdmissionFixture.ROOM;
import static dev.sluice.ingest.AdmissionFixture.aac;
import static dev.sluice.ingest.AdmissionFixture.h264;
import static dev.sluice.ingest.AdmissionFixture.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

class SessionHealthTest {
    private static final int MS = 1_000;
    private static final int BASELINE = 66;
    private static final int HIGH = 100;

    private final AdmissionFixture fixture = new AdmissionFixture();

    private void picture(Publication publication, long millis, boolean b) throws Exception {
        fixture.onLoop(() -> publication.writeVideo(MS, millis, millis, millis == 0, unit(millis == 0, b)));
    }

    @Test
    void anEndedSessionKeepsTheWarningsThatItHad() throws Exception {
        try (fixture) {
            var session = fixture.session();
            var publication = fixture.publish(session, "alice");
            fixture.onLoop(() -> publication.video(h264(BASELINE, -1)));
            picture(publication, 0, false);
            picture(publication, 3_600_000, false);
            var health = fixture.anchor().source().health();
            fixture.onLoop(() -> health.check(fixture.clock.nanos(), fixture.clock.wallMillis(), List.of()));
            assertThat(fixture.log.find(session.id()).orElseThrow().warnings()).isEmpty();
            fixture.onLoop(() -> publication.end(StableCode.PEER_CLOSED, "goodbye", true));
            assertThat(fixture.log.find(session.id()).orElseThrow().warnings())
                    .extracting(Warning::code, Warning::count).containsExactly(tuple(StableCode.TIMESTAMP_JUMP, 1L));
        }
    }

    @Test
    void aStreamRejectedBeforeItsAnchorEnteredIsToldWithItsCode() throws Exception {
        try (fixture) {
            var session = fixture.session();
            var publication = fixture.publish(session, "alice");
            fixture.onLoop(() -> publication.video(h264(HIGH, 2)));
            picture(publication, 0, false);
            picture(publication, 33, true);
            assertThat(fixture.eventNames()).containsExactly("PublishRejected");
            var ended = fixture.log.find(session.id()).orElseThrow();
            assertThat(ended.code()).isEqualTo(StableCode.B_FRAMES);
            assertThat(fixture.events).containsExactly(new RoomEvent.PublishRejected(ROOM, "alice", session.id(),
                    StableCode.B_FRAMES, String.valueOf(ended.reason())));
        }
    }

    @Test
    void framesOnTheirWayWhenItIsOverMakeNoTrack() throws Exception {
        try (fixture) {
            var publication = fixture.publish(fixture.session(), "alice");
            fixture.onLoop(() -> publication.video(h264(BASELINE, -1)));
            picture(publication, 0, false);
            var anchor = fixture.anchor();
            fixture.onLoop(() -> anchor.remove(new ProtocolException(StableCode.REMOVED, "by an operator")));
            fixture.onLoop(() -> {
                publication.audio(AAC);
                publication.writeAudio(44_100, 0, aac());
            });
            assertThat(anchor.find(MediaKind.AUDIO)).isNull();
        }
    }
}

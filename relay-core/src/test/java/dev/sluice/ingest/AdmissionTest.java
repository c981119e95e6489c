package dev.sluice.ingest;

import dev.sluice.room.Protocol;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.room.RoomLimits;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.room.Viewer;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static dev.sluice.ingest.AdmissionFixture.AAC;
import static dev.sluice.ingest.AdmissionFixture.ROOM;
import static dev.sluice.ingest.AdmissionFixture.aac;
import static dev.sluice.ingest.AdmissionFixture.code;
import static dev.sluice.ingest.AdmissionFixture.h264;
import static dev.sluice.ingest.AdmissionFixture.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class AdmissionTest {
    private static final int MS = 1_000;
    private static final RoomLimits LIMITS = new RoomLimits(10, 50, 100, 5);

    private record Watching(String id, String userId) implements Viewer {
        @Override
        public void close(ProtocolException reason) {}
    }

    private static void picture(AdmissionFixture fixture, Publication publication, long millis) throws Exception {
        fixture.onLoop(() -> {
            publication.video(h264(66, -1));
            publication.writeVideo(MS, millis, millis, true, unit(true, false));
        });
    }

    private static StableCode refusal(AdmissionFixture fixture, PublishRequest request) {
        var answer = fixture.admission.publish(request, fixture.session()).toCompletableFuture();
        return code(catchThrowable(answer::join));
    }

    @Test
    void eachBadClaimIsRefusedWithItsCode() {
        try (var fixture = new AdmissionFixture()) {
            var good = fixture.request("alice");
            var unknown = new RoomKey(99, RoomId.named("room"));
            assertThat(refusal(fixture, new PublishRequest(Protocol.RTMP, unknown, "alice", good.userSig(), "p")))
                    .isEqualTo(StableCode.APP_UNKNOWN);
            assertThat(refusal(fixture, new PublishRequest(Protocol.RTMP, ROOM, "bob", good.userSig(), "p")))
                    .isEqualTo(StableCode.TOKEN_WRONG_USER);
            assertThat(refusal(fixture, new PublishRequest(Protocol.RTMP, ROOM, "alice", "", "p")))
                    .isEqualTo(StableCode.TOKEN_MISSING);
            fixture.clock.advance(Duration.ofHours(2));
            assertThat(refusal(fixture, good)).isEqualTo(StableCode.TOKEN_EXPIRED);
            fixture.admission.drain();
            assertThat(refusal(fixture, fixture.request("alice"))).isEqualTo(StableCode.DRAINING);
            assertThat(fixture.rooms.rooms()).isEmpty();
        }
    }

    @Test
    void whoPublishesIsKnownByHisToken() {
        try (var fixture = new AdmissionFixture()) {
            var token = fixture.request("alice").userSig();
            assertThat(fixture.admission.publisher(ROOM, Optional.empty(), token, Optional.empty()).userId())
                    .isEqualTo("alice");
            assertThat(fixture.admission.publisher(ROOM, Optional.of("alice"), token, Optional.empty()).userId())
                    .isEqualTo("alice");
            assertThat(code(catchThrowable(
                    () -> fixture.admission.publisher(ROOM, Optional.of("bob"), token, Optional.empty()))))
                    .isEqualTo(StableCode.TOKEN_WRONG_USER);
            fixture.admission.drain();
            assertThat(code(catchThrowable(
                    () -> fixture.admission.publisher(ROOM, Optional.of("bob"), token, Optional.empty()))))
                    .isEqualTo(StableCode.TOKEN_WRONG_USER);
            assertThat(code(
                    catchThrowable(() -> fixture.admission.publisher(ROOM, Optional.empty(), token, Optional.empty()))))
                    .isEqualTo(StableCode.DRAINING);
        }
    }

    @Test
    void theAnchorEntersWithItsFirstMediaAndLeavesAtAGoodbye() throws Exception {
        try (var fixture = new AdmissionFixture()) {
            var publication = fixture.publish(fixture.session(), "alice");
            fixture.settle();
            assertThat(fixture.rooms.find(ROOM).orElseThrow().anchors()).isEmpty();
            picture(fixture, publication, 0);
            assertThat(fixture.anchor().userId()).isEqualTo("alice");
            fixture.onLoop(() -> publication.end(StableCode.PEER_CLOSED, "goodbye", true));
            assertThat(fixture.eventNames()).containsExactly("AnchorEntered", "TrackStarted", "AnchorLeft");
            assertThat(fixture.rooms.rooms()).isEmpty();
        }
    }

    @Test
    void aNewcomerTakesOverAndTracksAndTimelineStay() throws Exception {
        try (var fixture = new AdmissionFixture()) {
            var old = fixture.session();
            picture(fixture, fixture.publish(old, "alice"), 5_000);
            var track = fixture.anchor().tracks().getFirst();
            var newcomer = fixture.session();
            var publication = fixture.publish(newcomer, "alice");
            assertThat(old.closed().code()).isEqualTo(StableCode.TAKEN_OVER);
            fixture.clock.advanceMillis(300);
            picture(fixture, publication, 0);
            assertThat(fixture.anchor().tracks()).containsExactly(track);
            assertThat(track.frames()).isEqualTo(2);
            assertThat(fixture.eventNames()).containsExactly("AnchorEntered", "TrackStarted");
            assertThat(fixture.log.find(old.id()).orElseThrow().code()).isEqualTo(StableCode.TAKEN_OVER);
            fixture.onLoop(() -> publication.end(StableCode.PEER_CLOSED, "goodbye", true));
        }
    }

    @Test
    void theOldConnectionsMediaCountsNoMoreAfterATakeover() throws Exception {
        try (var fixture = new AdmissionFixture()) {
            var before = fixture.publish(fixture.session(), "alice");
            picture(fixture, before, 0);
            var after = fixture.publish(fixture.session(), "alice");
            fixture.onLoop(() -> before.writeVideo(MS, 33, 33, false, unit(false, false)));
            assertThat(fixture.anchor().tracks().getFirst().frames()).isEqualTo(1);
            fixture.onLoop(() -> before.end(StableCode.TAKEN_OVER, "", false));
            assertThat(fixture.anchor()).isNotNull();
            fixture.onLoop(() -> after.end(StableCode.PEER_CLOSED, "", true));
        }
    }

    @Test
    void twoEncodersWithOneKeyDoNotFlapForEver() throws Exception {
        try (var fixture = new AdmissionFixture()) {
            for (int i = 0; i < 4; i++) {
                fixture.publish(fixture.session(), "alice");
            }
            assertThat(refusal(fixture, fixture.request("alice"))).isEqualTo(StableCode.PLACE_TAKEN);
            fixture.clock.advance(Duration.ofSeconds(31));
            fixture.publish(fixture.session(), "alice");
        }
    }

    @Test
    void theSittingOneStaysWhereTheApplicationSaysSo() {
        try (var fixture = new AdmissionFixture(LIMITS, TakeoverPolicy.REJECT_IF_LIVE, 0)) {
            var sitting = fixture.session();
            fixture.publish(sitting, "alice");
            assertThat(refusal(fixture, fixture.request("alice"))).isEqualTo(StableCode.PLACE_TAKEN);
            assertThat(sitting.open()).isTrue();
        }
    }

    @Test
    void aLostPublisherKeepsItsPlaceForTheGraceTime() throws Exception {
        try (var fixture = new AdmissionFixture(LIMITS, TakeoverPolicy.REJECT_IF_LIVE, 600)) {
            var publication = fixture.publish(fixture.session(), "alice");
            picture(fixture, publication, 0);
            fixture.onLoop(() -> publication.end(StableCode.PEER_CLOSED, "lost", false));
            assertThat(fixture.anchor().userId()).isEqualTo("alice");
            var again = fixture.publish(fixture.session(), "alice");
            picture(fixture, again, 0);
            assertThat(fixture.eventNames()).containsExactly("AnchorEntered", "TrackStarted");
            fixture.onLoop(() -> again.end(StableCode.PEER_CLOSED, "goodbye", true));
            assertThat(fixture.rooms.rooms()).isEmpty();
        }
    }

    @Test
    void limitsRefuseTheNewcomerAndTouchNobodyElse() throws Exception {
        try (var fixture = new AdmissionFixture(new RoomLimits(1, 1, 1, 1), TakeoverPolicy.REPLACE, 0)) {
            var alice = fixture.session();
            picture(fixture, fixture.publish(alice, "alice"), 0);
            assertThat(refusal(fixture, fixture.request("bob"))).isEqualTo(StableCode.LIMIT_EXCEEDED);
            var other = new RoomKey(AdmissionFixture.APP, RoomId.named("other"));
            assertThat(refusal(fixture, new PublishRequest(Protocol.RTMP, other, "bob", fixture.sign("bob"), "p")))
                    .isEqualTo(StableCode.LIMIT_EXCEEDED);
            assertThat(alice.open()).isTrue();
        }
    }

    @Test
    void aViewerWatchesTheFirstAnchorWithVideo() throws Exception {
        try (var fixture = new AdmissionFixture()) {
            var sound = fixture.publish(fixture.session(), "sound");
            fixture.onLoop(() -> {
                sound.audio(AAC);
                sound.writeAudio(44_100, 0, aac());
            });
            fixture.clock.advanceMillis(250);
            fixture.onLoop(() -> sound.writeAudio(44_100, 11_025, aac()));
            var viewer = new Watching("w1", "eve");
            var request = new WatchRequest(ROOM, Optional.of("eve"), Optional.empty(), fixture.sign("eve"),
                    Optional.empty(), "p");
            assertThat(fixture.admission.viewer(request).userId()).isEqualTo("eve");
            var watch = fixture.admission.watch(fixture.admission.anchor(request), viewer).toCompletableFuture().join();
            assertThat(watch.publisher().userId()).isEqualTo("sound");
            watch.room().leave(viewer, StableCode.PEER_CLOSED);
            picture(fixture, fixture.publish(fixture.session(), "picture"), 0);
            assertThat(fixture.admission.anchor(request).userId()).isEqualTo("picture");
            var absent = new WatchRequest(ROOM, Optional.of("eve"), Optional.of("nobody"), fixture.sign("eve"),
                    Optional.empty(), "p");
            assertThat(catchThrowable(() -> fixture.admission.anchor(absent)))
                    .asInstanceOf(type(ProtocolException.class)).extracting(ProtocolException::code)
                    .isEqualTo(StableCode.NOTHING_TO_PLAY);
        }
    }
}

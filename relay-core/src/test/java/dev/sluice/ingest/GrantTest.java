package dev.sluice.ingest;

import dev.sluice.auth.PrivateMapKeyVerifier;
import dev.sluice.auth.Privilege;
import dev.sluice.auth.UserSigVerifier;
import dev.sluice.media.MediaKind;
import dev.sluice.room.Protocol;
import dev.sluice.room.RoomId;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.ingest.AdmissionFixture.AAC;
import static dev.sluice.ingest.AdmissionFixture.ROOM;
import static dev.sluice.ingest.AdmissionFixture.aac;
import static dev.sluice.ingest.AdmissionFixture.code;
import static dev.sluice.ingest.AdmissionFixture.h264;
import static dev.sluice.ingest.AdmissionFixture.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** An application that requires tickets: what each lets its user do. */
class GrantTest {
    private final AdmissionFixture fixture = new AdmissionFixture(true);

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Privilege[] privileges(int map) {
        return Privilege.of(map).toArray(Privilege[]::new);
    }

    private @Nullable StableCode refusal(PublishRequest request) {
        var answer = fixture.admission.publish(request, fixture.session()).toCompletableFuture();
        var failure = catchThrowable(answer::join);
        return failure == null ? null : code(failure);
    }

    private Publication publish(TestSession session, String user, int map) throws Exception {
        var publication = fixture.admission.publish(fixture.request(user, privileges(map)), session)
                .toCompletableFuture().join();
        fixture.onLoop(() -> {
            publication.video(h264(66, -1));
            publication.audio(AAC);
        });
        return publication;
    }

    /** A key frame and a frame of sound. */
    private void send(Publication publication, long millis) throws Exception {
        fixture.onLoop(() -> {
            publication.video(h264(66, -1));
            publication.writeVideo(1_000, millis, millis, true, unit(true, false));
            publication.writeAudio(44_100, millis * 44, aac());
        });
    }

    @ParameterizedTest
    @CsvSource({"0, false, false", "1, false, false", "253, false, false", "3, false, false", "42, false, true",
            "7, true, false", "19, true, false", "10, false, true", "34, false, true", "66, false, false",
            "255, true, true"})
    void toPublishAndToWatchTakeTheirPrivileges(int map, boolean publishes, boolean watches) {
        assertThat(refusal(fixture.request("alice", privileges(map | 1))))
                .isEqualTo(publishes ? null : StableCode.PRIVILEGE_MISSING);
        var ticket = Optional.of(fixture.ticket("eve", ROOM.id(), privileges(map)));
        var watching = new WatchRequest(ROOM, Optional.of("eve"), Optional.empty(), fixture.sign("eve"), ticket, "p");
        var failure = catchThrowable(() -> fixture.admission.viewer(watching));
        assertThat(failure == null).isEqualTo(watches);
        assertThat(failure == null ? StableCode.PRIVILEGE_MISSING : code(failure))
                .isEqualTo(StableCode.PRIVILEGE_MISSING);
    }

    @Test
    void withoutATicketNobodyEnters() {
        assertThat(refusal(fixture.request("alice"))).isEqualTo(StableCode.PRIVILEGE_MISSING);
        assertThat(code(catchThrowable(() -> fixture.admission.publisher(ROOM, Optional.of("alice"),
                fixture.sign("alice"), Optional.empty())))).isEqualTo(StableCode.PRIVILEGE_MISSING);
        var watching = new WatchRequest(ROOM, Optional.of("eve"), Optional.empty(), fixture.sign("eve"),
                Optional.empty(), "p");
        assertThat(catchThrowable(() -> fixture.admission.viewer(watching)))
                .hasMessage("PrivateMapKey: found none, expected one, because application 1400000001 requires it");
    }

    @Test
    void theUserSigIsLookedAtFirstAndTheRoomLast() {
        var ticket = Optional.of(fixture.ticket("bob", ROOM.id(), privileges(255)));
        assertThat(refusal(new PublishRequest(Protocol.RTMP, ROOM, "alice", "", ticket, "p")))
                .isEqualTo(StableCode.TOKEN_MISSING);
        fixture.admission.drain();
        assertThat(refusal(new PublishRequest(Protocol.RTMP, ROOM, "alice", fixture.sign("alice"), ticket, "p")))
                .isEqualTo(StableCode.TOKEN_WRONG_USER);
        assertThat(refusal(fixture.request("alice", privileges(6)))).isEqualTo(StableCode.DRAINING);
    }

    @Test
    void eachTicketThatDoesNotHoldIsRefusedWithItsCode() {
        var sig = fixture.sign("alice");
        var other = fixture.ticket("alice", RoomId.named("other"), privileges(255));
        assertThat(refusal(new PublishRequest(Protocol.RTMP, ROOM, "alice", sig, Optional.of(other), "p")))
                .isEqualTo(StableCode.PRIVILEGE_MISSING);
        assertThat(refusal(new PublishRequest(Protocol.RTMP, ROOM, "alice", sig, Optional.of(sig), "p")))
                .isEqualTo(StableCode.TOKEN_MALFORMED);
        var good = fixture.request("alice", privileges(255));
        assertThat(good.toString()).doesNotContain(good.privateMapKey().orElseThrow()).doesNotContain(good.userSig());
        fixture.clock.advance(Duration.ofMinutes(61));
        var late = new PublishRequest(Protocol.RTMP, ROOM, "alice", fixture.sign("alice"), good.privateMapKey(), "p");
        assertThat(refusal(late)).isEqualTo(StableCode.TOKEN_EXPIRED);
    }

    @Test
    void aRoomIsCreatedByWhoMayAndThenOpenToOthers() {
        var answer = fixture.admission.publish(fixture.request("bob", privileges(22)), fixture.session())
                .toCompletableFuture();
        assertThat(catchThrowable(answer::join)).hasMessageContaining("lacks CREATE_ROOM (1)");
        assertThat(fixture.rooms.rooms()).isEmpty();
        assertThat(fixture.log.recent()).singleElement().extracting(SessionRecord::code)
                .isEqualTo(StableCode.PRIVILEGE_MISSING);
        assertThat(refusal(fixture.request("alice", privileges(23)))).isNull();
        assertThat(refusal(fixture.request("bob", privileges(22)))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"7, audio", "19, video", "23, video audio"})
    void onlyTracksWithTheirPrivilegeAreCarried(int map, String tracks) throws Exception {
        var session = fixture.session();
        var publication = publish(session, "alice", map);
        for (int i = 0; i < 30; i++) {
            send(publication, i * 100L);
            fixture.clock.advanceMillis(100);
        }
        assertThat(fixture.anchor().tracks()).extracting(track -> track.info().id())
                .containsExactlyInAnyOrder(tracks.split(" "));
        assertThat(session.open()).isTrue();
        fixture.onLoop(() -> publication.end(StableCode.PEER_CLOSED, "goodbye", true));
    }

    @Test
    void whoSendsOnlyWhatHeMayNotIsToldSo() throws Exception {
        var session = fixture.session();
        var publication = fixture.admission.publish(fixture.request("alice", privileges(7)), session)
                .toCompletableFuture().join();
        send(publication, 0);
        fixture.clock.advanceMillis(1_999);
        send(publication, 1_999);
        assertThat(session.open()).isTrue();
        fixture.clock.advanceMillis(1);
        send(publication, 2_000);
        assertThat(session.closed().described()).isEqualTo(
                "PRIVILEGE_MISSING: PrivateMapKey: privileges: found 7, expected SEND_VIDEO (16)");
        assertThat(fixture.rooms.rooms()).isEmpty();
        send(publication, 2_033);
        assertThat(fixture.eventNames()).containsExactly("PublishRejected");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTicketThatNobodyRequiresCountsAllTheSame(boolean holds) {
        var tickets = new PrivateMapKeyVerifier(AdmissionFixture.APP, List.of(AdmissionFixture.KEY),
                fixture.clock);
        var free = new App(AdmissionFixture.APP, new UserSigVerifier(AdmissionFixture.APP,
                List.of(AdmissionFixture.KEY), fixture.clock), tickets, false,
                TakeoverPolicy.REPLACE, 0);
        assertThat(free.toPublish(Optional.empty(), "alice", ROOM.id())).isEqualTo(Grant.ALL);
        var ticket = Optional.of(fixture.ticket(holds ? "alice" : "bob", ROOM.id(), privileges(6)));
        if (holds) {
            var grant = free.toPublish(ticket, "alice", ROOM.id());
            assertThat(grant.sends(MediaKind.AUDIO)).isTrue();
            assertThat(grant.sends(MediaKind.VIDEO)).isFalse();
            assertThat(grant.createsRoom()).isFalse();
        } else {
            assertThat(catchThrowable(() -> free.toPublish(ticket, "alice", ROOM.id())))
                    .isInstanceOf(ProtocolException.class).hasMessageContaining("token user");
        }
    }
}

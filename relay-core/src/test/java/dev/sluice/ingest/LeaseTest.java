package dev.sluice.ingest;

import dev.sluice.room.TakeoverPolicy;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who keeps a place, who gets it, and what is told of it. */
class LeaseTest {
    private ClaimFixture room = new ClaimFixture();

    @AfterEach
    void close() {
        room.close();
    }

    private void rejectIfLive() {
        room.close();
        room = new ClaimFixture(TakeoverPolicy.REJECT_IF_LIVE, ClaimFixture.GRACE);
    }

    @Test
    void aHungPublisherIsReplacedAtOnceAndTold() {
        var hung = room.session();
        room.sending(hung);
        var track = room.alice().tracks().getFirst();
        var newcomer = room.session();
        room.sending(newcomer);
        assertThat(hung.closed().code()).isEqualTo(StableCode.TAKEN_OVER);
        assertThat(room.alice().tracks()).containsExactly(track);
        assertThat(track.frames()).isEqualTo(2);
        assertThat(room.told()).containsExactly("AnchorEntered", "TrackStarted");
        assertThat(room.live()).containsExactly(newcomer.id());
    }

    @Test
    void whereTheLiveOneStaysANewcomerIsRefusedAndLeavesNoTrace() {
        rejectIfLive();
        var sitting = room.session();
        room.sending(sitting);
        room.pass(Duration.ofSeconds(5));
        assertThat(room.refusal(room.session())).isEqualTo(StableCode.PLACE_TAKEN);
        assertThat(sitting.open()).isTrue();
        assertThat(room.live()).containsExactly(sitting.id());
    }

    @Test
    void oneThatSendsNoMoreIsNotLive() {
        rejectIfLive();
        var silent = room.session();
        room.sending(silent);
        room.pass(Duration.ofMillis(5_001));
        room.sending(room.session());
        assertThat(silent.closed().code()).isEqualTo(StableCode.TAKEN_OVER);
    }

    @Test
    void aClaimIsLiveForAsLongAsItsFirstMediaMayTake() {
        rejectIfLive();
        room.granted(room.session());
        room.pass(Duration.ofSeconds(10));
        assertThat(room.refusal(room.session())).isEqualTo(StableCode.PLACE_TAKEN);
        room.pass(Duration.ofMillis(1));
        assertThat(room.refusal(room.session())).isNull();
    }

    @Test
    void onlyTakeoversOfALivePublisherAreCounted() {
        for (int i = 0; i < 8; i++) {
            room.sending(room.session());
            room.pass(Duration.ofMillis(5_001));
        }
        for (int i = 0; i < 4; i++) {
            room.sending(room.session());
        }
        assertThat(room.refusal(room.session())).isEqualTo(StableCode.PLACE_TAKEN);
        room.pass(Duration.ofMillis(5_001));
        assertThat(room.refusal(room.session())).as("the one that stayed hangs now").isNull();
    }

    @Test
    void returnsAreNotCounted() {
        for (int i = 0; i < 8; i++) {
            room.lose(room.sending(room.session()));
        }
        assertThat(room.told()).containsExactly("AnchorEntered", "TrackStarted");
    }

    @Test
    void whoIsNotBackWithinTheGraceTimeHasLeft() {
        room.lose(room.sending(room.session()));
        room.pass(ClaimFixture.GRACE.minusMillis(1));
        assertThat(room.told()).containsExactly("AnchorEntered", "TrackStarted");
        room.pass(Duration.ofMillis(1));
        assertThat(room.told()).containsExactly("AnchorEntered", "TrackStarted", "AnchorLeft");
    }

    @Test
    void aReturnEndsTheGraceTimeAndTheNextLossBeginsANewOne() {
        room.lose(room.sending(room.session()));
        room.pass(Duration.ofSeconds(9));
        var again = room.sending(room.session());
        room.pass(Duration.ofSeconds(4));
        room.picture(again);
        room.lose(again);
        room.pass(Duration.ofSeconds(9));
        assertThat(room.told()).containsExactly("AnchorEntered", "TrackStarted");
        room.pass(Duration.ofSeconds(1));
        assertThat(room.told()).endsWith("AnchorLeft");
    }

    @Test
    void withoutGraceALossIsTheEnd() {
        room.close();
        room = new ClaimFixture(TakeoverPolicy.REPLACE, Duration.ZERO);
        room.lose(room.sending(room.session()));
        assertThat(room.told()).endsWith("AnchorLeft");
        assertThat(room.rooms.rooms()).isEmpty();
    }

    @Test
    void aLossDuringATakeoverChangesNothing() {
        var first = room.sending(room.session());
        var second = room.sending(room.session());
        room.lose(first);
        for (int i = 0; i < 20; i++) {
            room.pass(Duration.ofSeconds(1));
            room.picture(second);
        }
        assertThat(room.told()).containsExactly("AnchorEntered", "TrackStarted");
    }

    @Test
    void aClaimWithoutMediaIsEndedAndTold() {
        var idle = room.session();
        room.granted(idle);
        room.pass(Duration.ofSeconds(59));
        assertThat(idle.open()).isTrue();
        room.pass(Duration.ofSeconds(1));
        assertThat(idle.closed().described()).isEqualTo("IDLE_TIMEOUT: no media within 60 s of the publish");
        assertThat(room.log.find(idle.id()).orElseThrow().code()).isEqualTo(StableCode.IDLE_TIMEOUT);
    }

    @Test
    void whoSentOnceMayPauseForLong() {
        var pausing = room.session();
        room.sending(pausing);
        room.pass(Duration.ofHours(1));
        assertThat(pausing.open()).isTrue();
        assertThat(room.live()).containsExactly(pausing.id());
    }

    @Test
    void oneWhoIsRemovedTellsNoMoreTracks() {
        var publication = room.sending(room.session());
        room.alice().remove(new ProtocolException(StableCode.REMOVED, "removed"));
        publication.audio(AdmissionFixture.AAC);
        publication.writeAudio(44_100, 0, AdmissionFixture.aac());
        room.settle();
        assertThat(room.told()).containsExactly("AnchorEntered", "TrackStarted", "AnchorLeft");
    }

    @Test
    void aRelayThatDrainsTakesNobodyBack() {
        room.lose(room.sending(room.session()));
        room.admission.drain();
        assertThat(room.refusal(room.session())).isEqualTo(StableCode.DRAINING);
        room.pass(ClaimFixture.GRACE);
        assertThat(room.rooms.rooms()).isEmpty();
        assertThat(room.live()).isEmpty();
    }
}

package dev.sluice.pull;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.NewTask;
import dev.sluice.task.TaskException;
import dev.sluice.task.TaskState;
import dev.sluice.testkit.LogLines;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.sluice.pull.PullFixture.APP;
import static dev.sluice.pull.PullFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

/** What happens to one task from its Start to its end. */
class PullLifeTest {
    private final PullFixture fixture = new PullFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aTaskIsStoredBeforeItsSourceIsOpened() {
        fixture.journal.away(true);
        var refused = fixture.tasks.start(PullFixture.wanted("alice"));
        assertThat(fixture.refusal(refused)).isEqualTo(TaskException.Kind.STORE);
        assertThat(fixture.sources.opened()).isEmpty();
        assertThat(fixture.empty()).isTrue();
        fixture.journal.away(false);
        assertThat(fixture.start().state()).isEqualTo(TaskState.STARTING);
        assertThat(fixture.sources.latest().url).isEqualTo(PullFixture.URL);
        assertThat(fixture.kept().id()).matches("[A-Za-z0-9+.-]{32}");
    }

    @Test
    void theStartIsToldBehindPictureAndSound() {
        fixture.start();
        var source = fixture.sources.latest();
        source.announceSound();
        source.picture();
        assertThat(fixture.told()).containsExactly("0.0:103", "0.0:VIDEO");
        source.sound();
        assertThat(fixture.told()).containsExactly("0.0:103", "0.0:VIDEO", "0.0:AUDIO", "0.0:701/0");
        assertThat(fixture.kept().state()).isEqualTo(TaskState.RUNNING);
        assertThat(fixture.kept().firstMediaMillis()).isPositive();
    }

    @Test
    void soundThatWasAnnouncedAndNeverComesIsWaitedForHalfASecond() {
        fixture.start();
        fixture.sources.latest().announceSound();
        fixture.sources.latest().picture();
        fixture.pass(Duration.ofMillis(500));
        fixture.sources.latest().picture();
        assertThat(fixture.told()).containsExactly("0.0:103", "0.0:VIDEO", "0.5:701/0");
    }

    @Test
    void aSourceThatCannotBeOpenedIsTriedThreeTimesMore() {
        fixture.sources.fail(4);
        fixture.start();
        fixture.pass(Duration.ofSeconds(5));
        assertThat(fixture.told()).containsExactly("0.0:701/1", "0.0:701/2", "0.0:701/1", "1.0:701/2", "1.0:701/1",
                "4.0:701/2", "4.0:701/1", "4.0:702/RETRIES_USED_UP");
        assertThat(fixture.sources.opened()).hasSize(4).allMatch(source -> source.closed);
        assertThat(fixture.empty()).isTrue();
        assertThat(fixture.metrics.counter("sluice.pull.failures", "code", "SOURCE_UNREACHABLE").count()).isEqualTo(4);
    }

    @Test
    void theAnchorKeepsItsPlaceOverABreakOfTheSource() {
        fixture.playing().fail();
        fixture.sources.latest().picture();
        assertThat(fixture.told()).containsExactly("0.0:103", "0.0:VIDEO", "0.0:701/0", "0.0:701/1", "0.0:701/2",
                "0.0:701/0");
        assertThat(fixture.sources.opened()).hasSize(2);
        assertThat(fixture.metrics.counter("sluice.pull.failures", "code", "SOURCE_HTTP").count()).isEqualTo(1);
    }

    @Test
    void soDoesItWhereTheRetriesTakeAMinute() {
        fixture.play(fixture.playing(), Duration.ofSeconds(60));
        fixture.sources.fail(12);
        fixture.sources.latest().fail();
        fixture.pass(Duration.ofSeconds(55));
        fixture.sources.latest().picture();
        assertThat(fixture.told()).filteredOn(fact -> fact.contains(":10")).containsExactly("0.0:103");
        assertThat(fixture.kept().state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void retriesThatAreUsedUpTakeItOutAndThenTellTheEnd() {
        fixture.playing();
        fixture.sources.fail(3);
        fixture.sources.latest().fail();
        fixture.pass(Duration.ofSeconds(5));
        assertThat(fixture.told()).endsWith("4.0:701/1", "4.0:104/RETRIES_USED_UP", "4.0:702/RETRIES_USED_UP");
        assertThat(fixture.kept().endReason()).contains("SOURCE_UNREACHABLE");
    }

    @Test
    void tenSecondsWithoutMediaAreABreak() {
        var source = fixture.playing();
        fixture.play(source, Duration.ofSeconds(7));
        fixture.pass(Duration.ofMillis(9_500));
        assertThat(source.closed).isFalse();
        fixture.pass(Duration.ofMillis(500));
        assertThat(source.closed).isTrue();
        assertThat(fixture.stored()).containsExactly("0.0:701/0", "17.0:701/1", "17.0:701/2");
        assertThat(fixture.journal.events().get(1).reason()).isEqualTo("SOURCE_STALLED");
    }

    @Test
    void picturesWithoutAKeyFrameAreNoMedia() {
        fixture.start();
        fixture.sources.latest().picture(false, false);
        fixture.pass(Duration.ofSeconds(10));
        assertThat(fixture.stored()).containsExactly("10.0:701/1", "10.0:701/2");
    }

    @Test
    void aSourceThatEndsEndsTheTask() {
        fixture.playing().end();
        assertThat(fixture.told()).endsWith("0.0:701/0", "0.0:104/SOURCE_ENDED", "0.0:702/SOURCE_ENDED");
        assertThat(fixture.empty()).isTrue();
    }

    @Test
    void stopEndsIt() {
        var source = fixture.playing();
        var stopped = fixture.done(fixture.tasks.stop(APP, fixture.kept().id()));
        assertThat(stopped.endCode()).isEqualTo("STOPPED");
        assertThat(source.closed).isTrue();
        source.picture();
        assertThat(fixture.told()).endsWith("0.0:104/STOPPED", "0.0:702/STOPPED");
        assertThat(fixture.sessions.recent().getFirst().code()).isEqualTo(StableCode.STOPPED);
        assertThat(fixture.refusal(fixture.tasks.stop(APP, stopped.id()))).isEqualTo(TaskException.Kind.FINISHED);
    }

    @Test
    void soItDoesWhileItStartsAndWhileItRetries() {
        fixture.start();
        fixture.done(fixture.tasks.stop(APP, fixture.kept().id()));
        assertThat(fixture.told()).containsExactly("0.0:702/STOPPED");
        fixture.sources.fail(2);
        fixture.start();
        fixture.done(fixture.tasks.stop(APP, fixture.kept().id()));
        fixture.pass(Duration.ofSeconds(20));
        assertThat(fixture.told()).containsExactly("0.0:702/STOPPED", "0.0:701/1", "0.0:701/2", "0.0:701/1",
                "0.0:702/STOPPED");
        assertThat(fixture.empty()).isTrue();
    }

    @Test
    void whoIsRemovedFromTheRoomHasEnded() {
        fixture.playing();
        fixture.rooms.find(ROOM).orElseThrow()
                .dismiss(new ProtocolException(StableCode.REMOVED, "the room was dismissed"));
        assertThat(fixture.told()).endsWith("0.0:104/REMOVED", "0.0:702/REMOVED");
        assertThat(fixture.kept().endReason()).isEqualTo("the room was dismissed");
        assertThat(fixture.sources.latest().closed).isTrue();
    }

    @Test
    void aPushOfTheSameUserTakesThePlaceWithoutALeave() {
        fixture.playing();
        fixture.push();
        assertThat(fixture.told()).endsWith("0.0:701/0", "0.0:702/TAKEN_OVER");
        assertThat(fixture.rooms.find(ROOM).orElseThrow().anchors()).hasSize(1);
    }

    @Test
    void bFramesEndIt() {
        fixture.playing().picture(false, true);
        assertThat(fixture.told()).endsWith("0.0:104/B_FRAMES", "0.0:702/B_FRAMES");
    }

    @Test
    void anAnchorThatMayNotEnterEndsIt() {
        try (var full = new PullFixture(0, 2)) {
            full.start();
            assertThat(full.told()).containsExactly("0.0:702/LIMIT_EXCEEDED");
            assertThat(full.sources.opened()).isEmpty();
            assertThat(full.kept().state()).isEqualTo(TaskState.ENDED);
            assertThat(full.empty()).isTrue();
        }
    }

    @Test
    void aSourceThatThrowsIsOneThatFails() {
        fixture.sources.throwOnce();
        try (var log = new LogLines(Feed.class)) {
            fixture.start();
            assertThat(log.lines()).containsExactly("ERROR a source could not be opened");
        }
        fixture.sources.latest().picture();
        assertThat(fixture.stored()).containsExactly("0.0:701/1", "0.0:701/2", "0.0:701/0");
    }

    @Test
    void aPlaceThatNobodyUsedForAMinuteIsAskedForAnew() {
        fixture.start();
        fixture.pass(Duration.ofSeconds(43));
        fixture.update(PullFixture.url("https://a.b/other.flv")); // its own retries: tried from 53 s on
        fixture.pass(Duration.ofSeconds(17));
        assertThat(fixture.stored()).endsWith("53.0:701/1", "53.0:701/2", "60.0:701/1");
        fixture.pass(Duration.ofSeconds(1));
        fixture.sources.latest().picture();
        assertThat(fixture.told()).endsWith("61.0:701/2", "61.0:103", "61.0:VIDEO", "61.0:701/0");
        assertThat(fixture.sources.opened()).filteredOn(source -> !source.closed).hasSize(1);
    }

    @Test
    void nobodyWatchingForTheIdleTimeoutEndsIt() {
        fixture.done(fixture.tasks.start(new NewTask(ROOM, "alice", PullFixture.settings(PullFixture.URL, 20))));
        var source = fixture.sources.latest();
        source.picture();
        fixture.play(source, Duration.ofSeconds(10));
        var viewer = fixture.watch();
        fixture.play(source, Duration.ofSeconds(30));
        fixture.unwatch(viewer);
        fixture.play(source, Duration.ofSeconds(19));
        assertThat(fixture.kept().state()).isEqualTo(TaskState.RUNNING);
        fixture.play(source, Duration.ofSeconds(1));
        assertThat(fixture.told()).endsWith("60.0:104/IDLE_TIMEOUT", "60.0:702/IDLE_TIMEOUT");
    }
}

package dev.sluice.pull;

import dev.sluice.task.TaskException;
import dev.sluice.task.TaskState;
import dev.sluice.task.TaskUpdate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.sluice.pull.PullFixture.APP;
import static dev.sluice.pull.PullFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

/** Pause, resume, another URL, volume. */
class PullUpdateTest {
    private static final String OTHER = "https://a.b/other.flv";

    private final PullFixture fixture = new PullFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aPauseClosesTheSourceAndKeepsTheAnchor() {
        var source = fixture.playing();
        assertThat(fixture.update(PullFixture.paused(true)).state()).isEqualTo(TaskState.PAUSED);
        assertThat(source.closed).isTrue();
        source.picture();
        fixture.pass(Duration.ofMinutes(3));
        assertThat(fixture.told()).containsExactly("0.0:103", "0.0:VIDEO", "0.0:701/0");
        fixture.update(PullFixture.paused(false));
        fixture.sources.latest().picture();
        fixture.pass(Duration.ofSeconds(2));
        assertThat(fixture.told()).containsExactly("0.0:103", "0.0:VIDEO", "0.0:701/0");
        assertThat(fixture.kept().state()).isEqualTo(TaskState.RUNNING);
        assertThat(fixture.rooms.find(ROOM).orElseThrow().anchors().getFirst().tracks().getFirst().frames())
                .isEqualTo(2);
    }

    @Test
    void aTaskPausedBeforeItEnteredEntersWhenItResumes() {
        fixture.start();
        fixture.update(PullFixture.paused(true));
        fixture.pass(Duration.ofSeconds(90)); // longer than a place is kept that nobody uses
        assertThat(fixture.empty()).isTrue();
        fixture.update(PullFixture.paused(false));
        fixture.sources.latest().picture();
        assertThat(fixture.told()).containsExactly("90.0:103", "90.0:VIDEO", "90.0:701/0");
    }

    @Test
    void pausedAndResumedBeforeThePlaceIsGivenOpensOnce() {
        var started = fixture.tasks.start(PullFixture.wanted("alice")).toCompletableFuture().getNow(null);
        fixture.tasks.update(APP, started.id(), PullFixture.paused(true));
        fixture.tasks.update(APP, started.id(), PullFixture.paused(false));
        fixture.settle();
        assertThat(fixture.sources.opened()).hasSize(1);
    }

    @Test
    void theOldSourcePlaysUntilTheNewOneHasMedia() {
        var old = fixture.playing();
        fixture.update(PullFixture.url(OTHER));
        var next = fixture.sources.latest();
        assertThat(next.url).isEqualTo(OTHER);
        old.picture();
        assertThat(old.closed).isFalse();
        next.picture();
        assertThat(old.closed).isTrue();
        fixture.settle();
        assertThat(fixture.rooms.find(ROOM).orElseThrow().anchors().getFirst().tracks().getFirst().frames())
                .isEqualTo(3);
        assertThat(fixture.told()).containsExactly("0.0:103", "0.0:VIDEO", "0.0:701/0");
        assertThat(fixture.kept().settings().streamUrl()).isEqualTo(OTHER);
    }

    @Test
    void anOldSourceThatBreaksMeanwhileIsNoFailure() {
        var old = fixture.playing();
        fixture.update(PullFixture.url(OTHER));
        old.fail();
        fixture.sources.latest().picture();
        assertThat(fixture.told()).containsExactly("0.0:103", "0.0:VIDEO", "0.0:701/0");
        assertThat(fixture.sources.opened()).hasSize(2);
    }

    @Test
    void aNewSourceThatFailsIsToldAndTriedAgain() {
        var old = fixture.playing();
        fixture.sources.fail(1);
        fixture.update(PullFixture.url(OTHER));
        old.picture();
        assertThat(old.closed).isFalse();
        fixture.sources.latest().picture();
        assertThat(fixture.stored()).containsExactly("0.0:701/0", "0.0:701/1", "0.0:701/2", "0.0:701/0");
        assertThat(old.closed).isTrue();
    }

    @Test
    void twoChangesInARowOpenTheLastOnly() {
        fixture.playing();
        fixture.update(PullFixture.url(OTHER));
        var between = fixture.sources.latest();
        fixture.update(PullFixture.url("https://a.b/third.flv"));
        assertThat(between.closed).isTrue();
        fixture.sources.latest().picture();
        assertThat(fixture.sources.opened()).filteredOn(source -> !source.closed).hasSize(1);
    }

    @Test
    void aRefusedUrlChangesNothing() {
        fixture.playing();
        var refused = fixture.tasks.update(APP, fixture.kept().id(), PullFixture.url("file:///etc/passwd"));
        assertThat(fixture.refusal(refused)).isEqualTo(TaskException.Kind.STREAM_URL);
        assertThat(fixture.kept().settings().streamUrl()).isEqualTo(PullFixture.URL);
        assertThat(fixture.sources.opened()).hasSize(1);
    }

    @Test
    void aVolumeThatCannotBeAppliedIsStoredAndSaid() {
        fixture.playing();
        var after = fixture.update(
                new TaskUpdate(Optional.empty(), Optional.of(50), Optional.empty(), Optional.of(1.5)));
        assertThat(after.settings().volume()).isEqualTo(50);
        assertThat(fixture.kept().settings().notApplied()).containsExactly("Volume", "Tempo");
        assertThat(fixture.sources.opened()).hasSize(1);
    }

    @Test
    void whoIsNotThereCannotBeChanged() {
        fixture.playing();
        var id = fixture.kept().id();
        assertThat(fixture.refusal(fixture.tasks.update(APP, "nobody", PullFixture.paused(true))))
                .isEqualTo(TaskException.Kind.UNKNOWN);
        assertThat(fixture.refusal(fixture.tasks.update(APP + 1, id, PullFixture.paused(true))))
                .isEqualTo(TaskException.Kind.UNKNOWN);
        assertThat(fixture.refusal(fixture.tasks.stop(APP + 1, id))).isEqualTo(TaskException.Kind.UNKNOWN);
        fixture.done(fixture.tasks.stop(APP, id));
        assertThat(fixture.refusal(fixture.tasks.update(APP, id, PullFixture.paused(true))))
                .isEqualTo(TaskException.Kind.FINISHED);
        assertThat(fixture.done(fixture.tasks.find(APP, id))).hasValueSatisfying(
                task -> assertThat(task.state()).isEqualTo(TaskState.ENDED));
        assertThat(fixture.done(fixture.tasks.find(APP + 1, id))).isEmpty();
    }
}

package dev.sluice.pull;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.IngestTask;
import dev.sluice.task.NewTask;
import dev.sluice.task.TaskException;
import dev.sluice.task.TaskState;
import dev.sluice.testkit.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.sluice.pull.PullFixture.APP;
import static dev.sluice.pull.PullFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

/** Many tasks, their limits, restarts, and a database that goes away. */
class PullTasksTest {
    private final PullFixture fixture = new PullFixture();
    /** Of the process that runs. */
    private PullTasks tasks = fixture.tasks;

    @AfterEach
    void close() {
        fixture.close();
    }

    private TaskException.@Nullable Kind refused(String user) {
        return fixture.refusal(fixture.tasks.start(PullFixture.wanted(user)));
    }

    @Test
    void aUserHasOneLiveTaskInARoom() {
        fixture.start();
        assertThat(refused("alice")).isEqualTo(TaskException.Kind.EXISTS);
        fixture.sources.fail(2);
        fixture.sources.latest().fail();
        assertThat(refused("alice")).isEqualTo(TaskException.Kind.EXISTS); // the third retry may bring it
        assertThat(refused("bob")).isNull();
    }

    @Test
    void oneWithoutMediaSinceItsThirdFailureGivesWayAndItsEndIsToldFirst() {
        fixture.sources.fail(3);
        var first = fixture.start();
        fixture.pass(Duration.ofSeconds(1));
        var second = fixture.start();
        fixture.sources.latest().picture();
        assertThat(fixture.told()).endsWith("1.0:701/1", "1.0:702/RETRIES_USED_UP", "1.0:103", "1.0:VIDEO",
                "1.0:701/0");
        assertThat(fixture.done(fixture.tasks.find(APP, first.id())).orElseThrow().ended()).isTrue();
        assertThat(fixture.kept().id()).isEqualTo(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void whereItsEndCannotBeStoredTheStartIsRefusedToo() {
        fixture.sources.fail(3);
        fixture.start();
        fixture.pass(Duration.ofSeconds(1));
        fixture.journal.away(true);
        var start = fixture.tasks.start(PullFixture.wanted("alice"));
        assertThat(fixture.refusal(start)).isNull();
        fixture.pass(Duration.ofSeconds(5));
        assertThat(fixture.refusal(start)).isEqualTo(TaskException.Kind.STORE);
        fixture.journal.away(false);
        fixture.changes.retry();
        fixture.settle();
        assertThat(refused("alice")).isNull();
        assertThat(fixture.stored()).endsWith("1.0:701/1", "1.0:702/RETRIES_USED_UP");
    }

    @Test
    void noMoreThanMayRun() {
        fixture.start();
        assertThat(refused("bob")).isNull();
        assertThat(refused("carol")).isEqualTo(TaskException.Kind.TOO_MANY);
        assertThat(fixture.metrics.get("sluice.tasks").tag("state", "STARTING").gauge().value()).isEqualTo(2);
        fixture.done(fixture.tasks.stop(APP, fixture.kept().id()));
        assertThat(refused("carol")).isNull();
    }

    @Test
    void aUrlThatIsRefusedLeavesNothing() {
        var wanted = new NewTask(ROOM, "alice", PullFixture.settings("file:///etc/passwd", 0));
        assertThat(fixture.refusal(fixture.tasks.start(wanted))).isEqualTo(TaskException.Kind.STREAM_URL);
        assertThat(fixture.journal.entries()).isEmpty();
        assertThat(refused("alice")).isNull();
    }

    @Test
    void mediaGoOnWhileTheDatabaseIsAwayAndWhatHappenedIsToldInOrder() {
        var source = fixture.playing();
        fixture.journal.away(true);
        source.fail();
        fixture.sources.latest().picture();
        var stop = fixture.tasks.stop(APP, running().id());
        assertThat(fixture.refusal(stop)).isNull();
        fixture.pass(Duration.ofSeconds(5));
        assertThat(fixture.refusal(stop)).isEqualTo(TaskException.Kind.STORE);
        assertThat(fixture.stored()).containsExactly("0.0:701/0");
        fixture.journal.away(false);
        fixture.changes.retry();
        assertThat(fixture.stored()).containsExactly("0.0:701/0", "0.0:701/1", "0.0:701/2", "0.0:701/0",
                "0.0:702/STOPPED");
        assertThat(fixture.kept().state()).isEqualTo(TaskState.ENDED);
    }

    /** From the entry that the database took last. */
    private IngestTask running() {
        return fixture.journal.entries().getLast().tasks().getFirst();
    }

    @Test
    void aLongOutageKeepsTheLatestStateAndTheEnd() {
        fixture.playing();
        var id = fixture.kept().id();
        fixture.journal.away(true);
        try (var log = new LogLines(ChangeQueue.class)) {
            for (int i = 0; i <= ChangeQueue.MAX_UNSTORED; i++) {
                fixture.tasks.update(APP, id, PullFixture.paused(i % 2 == 0));
                fixture.settle();
            }
            assertThat(log.lines()).hasSize(1);
        }
        fixture.journal.away(false);
        fixture.changes.retry();
        assertThat(fixture.kept().state()).isEqualTo(TaskState.PAUSED);
        fixture.done(fixture.tasks.stop(APP, id));
        assertThat(fixture.kept().endCode()).isEqualTo("STOPPED");
        assertThat(fixture.stored()).containsExactly("0.0:701/0", "0.0:702/STOPPED");
    }

    @Test
    void theSessionHasOneLineEachAtItsBeginningAndEndWithoutASecret() {
        try (var log = new LogLines(Anchor.class)) {
            fixture.playing().fail();
            fixture.sources.latest().picture();
            fixture.done(fixture.tasks.stop(APP, fixture.kept().id()));
            assertThat(log.lines()).hasSize(2).noneMatch(line -> line.contains("secret") || line.contains("key=1"));
            assertThat(log.lines().getFirst()).startsWith(
                    "INFO publish room=" + ROOM + " user=alice protocol=PULL source=https://a.b/live.flv session=");
            assertThat(log.lines().getLast()).contains("code=STOPPED reason=\"stopped by the API\" frames=2 seconds=0");
        }
    }

    @Test
    void aShutdownLeavesTasksStoredAndTellsNoEnd() {
        fixture.playing();
        fixture.done(fixture.tasks.drain());
        fixture.rooms.rooms().forEach(
                room -> room.dismiss(new ProtocolException(StableCode.DRAINING, "the relay is shutting down")));
        assertThat(fixture.told()).containsExactly("0.0:103", "0.0:VIDEO", "0.0:701/0", "0.0:104/DRAINING");
        assertThat(fixture.kept().state()).isEqualTo(TaskState.RUNNING);
        assertThat(fixture.sources.latest().closed).isTrue();
        assertThat(refused("bob")).isEqualTo(TaskException.Kind.DRAINING);
        assertThat(fixture.refusal(fixture.tasks.stop(APP, fixture.kept().id())))
                .isEqualTo(TaskException.Kind.DRAINING);
        assertThat(fixture.empty()).isTrue();
    }

    @Test
    void soDoesADismissalThatComesFirst() {
        fixture.playing();
        fixture.rooms.rooms().forEach(
                room -> room.dismiss(new ProtocolException(StableCode.DRAINING, "the relay is shutting down")));
        assertThat(fixture.stored()).containsExactly("0.0:701/0");
        assertThat(fixture.kept().state()).isEqualTo(TaskState.RUNNING);
        assertThat(fixture.sources.latest().closed).isTrue();
    }

    @Test
    void aTaskIsTakenUpByTheNextProcessFromWhateverItWasIn() {
        fixture.start(); // starting
        restart();
        assertThat(fixture.stored()).containsExactly("0.0:701/2");
        fixture.sources.latest().picture(); // running
        restart();
        fixture.sources.latest().picture();
        assertThat(fixture.stored()).endsWith("0.0:701/0", "0.0:701/2", "0.0:701/0");
        fixture.sources.fail(1);
        fixture.sources.latest().fail(); // retrying in a second
        restart();
        fixture.sources.latest().picture();
        assertThat(fixture.stored()).endsWith("0.0:701/1", "0.0:701/2", "0.0:701/1", "0.0:701/2", "0.0:701/0");
        assertThat(fixture.kept().failures()).isZero();
        assertThat(fixture.sources.opened()).filteredOn(source -> !source.closed).hasSize(1);
    }

    @Test
    void aPausedOneStaysPausedAndAnEndedOneEnded() {
        fixture.playing();
        fixture.update(PullFixture.paused(true));
        int opened = fixture.sources.opened().size();
        restart();
        fixture.pass(Duration.ofSeconds(1));
        assertThat(fixture.sources.opened()).hasSize(opened);
        assertThat(fixture.kept().state()).isEqualTo(TaskState.PAUSED);
        fixture.done(tasks.stop(APP, fixture.kept().id()));
        assertThat(fixture.done(fixture.process(new SimpleMeterRegistry(), 2).resume())).isZero();
        assertThat(fixture.stored()).endsWith("0.0:701/0", "1.0:702/STOPPED");
    }

    private void restart() {
        fixture.done(tasks.drain());
        tasks = fixture.process(new SimpleMeterRegistry(), 2);
        assertThat(fixture.done(tasks.resume())).isEqualTo(1);
        fixture.settle();
    }

    @Test
    void theListHasTheNewestFirstAsTheyAreNow() {
        fixture.playing();
        fixture.done(fixture.tasks.start(PullFixture.wanted("bob")));
        assertThat(fixture.done(fixture.tasks.list(10))).extracting(IngestTask::userId).containsExactly("bob", "alice");
        assertThat(fixture.done(fixture.tasks.list(1))).hasSize(1);
        fixture.journal.away(true);
        assertThat(fixture.refusal(fixture.tasks.list(10))).isEqualTo(TaskException.Kind.STORE);
        fixture.journal.away(false);
    }
}

package dev.sluice.api.store;

import dev.sluice.config.Config;
import dev.sluice.event.CallbackEvent;
import dev.sluice.event.Journal;
import dev.sluice.event.Presence;
import dev.sluice.event.StoreException;
import dev.sluice.event.StoredEvent;
import dev.sluice.task.TaskState;
import dev.sluice.testkit.FakeClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static dev.sluice.api.store.Samples.APP;
import static dev.sluice.api.store.Samples.ROOM;
import static dev.sluice.api.store.Samples.TWIN;
import static dev.sluice.api.store.Samples.event;
import static dev.sluice.api.store.Samples.events;
import static dev.sluice.api.store.Samples.people;
import static dev.sluice.api.store.Samples.task;
import static dev.sluice.api.store.Samples.tasks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What every database has to do. */
abstract class StoreContract extends SurvivalContract {
    @Test
    void whatWasCommittedIsReadBack() {
        var running = task("a", ROOM, TaskState.RUNNING, 1000, 0);
        var twin = task("b", TWIN, TaskState.ENDED, 2000, 3000);
        var event = event("e");
        store.journal().commit(new Journal.Entry(List.of(running, twin), List.of(), List.of(), List.of(event)));
        openAgain();
        assertThat(store.tasks().find("a")).contains(running);
        assertThat(store.tasks().find("b")).contains(twin);
        assertThat(store.tasks().find("c")).isEmpty();
        assertThat(store.outbox().find("e"))
                .contains(new StoredEvent(1, event, StoredEvent.State.PENDING, 0, 0, "", 0));
        assertThat(store.outbox().find("f")).isEmpty();
    }

    @Test
    void tasksAreListedByAgeAndLiveOnesApart() {
        store.journal().commit(tasks(task("a", ROOM, TaskState.PAUSED, 3000, 0), task("b", TWIN, TaskState.RUNNING,
                1000, 0), task("c", ROOM, TaskState.RETRYING, 2000, 0)));
        store.journal().commit(tasks(task("c", ROOM, TaskState.ENDED, 2000, 4000)));
        assertThat(store.tasks().live()).extracting("id").containsExactly("b", "a");
        assertThat(store.tasks().recent(2)).extracting("id").containsExactly("a", "c");
        assertThat(store.tasks().recent(2).getLast().endedMillis()).isEqualTo(4000);
    }

    /** The index stands for whatever may go wrong within a transaction; a server would quote the row that it refuses. */
    @Test
    void anEntryThatFailsLeavesNothing() throws SQLException {
        byHand("CREATE UNIQUE INDEX once ON outbox (info)");
        var first = event("a");
        var refused = new CallbackEvent("b", APP, first.queue(), 7, 701, 0, first.info(), "");
        store.journal().commit(events(first));
        var failure = catchThrowableOfType(StoreException.class, () -> store.journal().commit(new Journal.Entry(
                List.of(task("t")), List.of(new Presence(ROOM, "u", true)), List.of(), List.of(event("c"), refused))));
        assertThat(failure.getMessage()).doesNotContain("\n").doesNotContain("UserId");
        assertThat(store.tasks().recent(10)).isEmpty();
        assertThat(store.journal().present()).isEmpty();
        assertThat(pendingIds()).containsExactly("a");
        store.journal().commit(events(event("d")));
        assertThat(pendingIds()).containsExactly("a", "d");
    }

    @Test
    void anEntryMayBeCommittedAgain() {
        var entry = new Journal.Entry(List.of(task("t")), List.of(new Presence(ROOM, "u", true)), List.of(),
                List.of(event("a"), event("b")));
        store.journal().commit(entry);
        store.outbox().delivered("a", 1, 6000);
        store.journal().commit(entry);
        assertThat(pendingIds()).containsExactly("b");
        assertThat(store.journal().present()).hasSize(1);
    }

    @Test
    void presenceIsOfTheRoomAndTheRole() {
        var anchor = new Presence(ROOM, "u", true);
        var viewer = new Presence(ROOM, "u", false);
        var twin = new Presence(TWIN, "u", true);
        store.journal().commit(people(List.of(anchor, viewer, twin), List.of()));
        store.journal().commit(people(List.of(), List.of(anchor)));
        openAgain();
        assertThat(store.journal().present()).containsExactlyInAnyOrder(viewer, twin);
    }

    @Test
    void anEventPassesThroughItsStates() {
        store.journal().commit(events(event("a"), event("b"), event("c", APP + 1)));
        store.outbox().failed("a", 1, 6000, "refused\0" + "x".repeat(1000));
        assertThat(store.outbox().pendingOf(APP)).isEqualTo(2);
        assertThat(store.outbox().find("a").orElseThrow())
                .returns(1, StoredEvent::attempts).returns(6000L, StoredEvent::firstAttemptMillis)
                .satisfies(stored -> assertThat(stored.lastFailure()).startsWith("refused x").hasSize(500));
        store.outbox().dead("a", 7, 9000, "timed out");
        store.outbox().delivered("b", 1, 9001);
        store.outbox().failed("b", 2, 1, "late");
        assertThat(store.outbox().list(StoredEvent.State.DEAD, 10)).containsExactly(
                new StoredEvent(1, event("a"), StoredEvent.State.DEAD, 7, 6000, "timed out", 9000));
        assertThat(store.outbox().list(StoredEvent.State.DELIVERED, 10)).containsExactly(
                new StoredEvent(2, event("b"), StoredEvent.State.DELIVERED, 1, 0, "", 9001));
        assertThat(store.outbox().count(StoredEvent.State.DEAD)).isOne();
        assertThat(store.outbox().pendingOf(APP)).isZero();
        assertThat(store.outbox().pendingOf(APP + 1)).isOne();
    }

    @Test
    void aRedeliveredEventStandsBehindAllOthers() {
        store.journal().commit(events(event("a"), event("b"), event("c")));
        store.outbox().dead("a", 7, 9000, "timed out");
        assertThat(store.outbox().redeliver("a")).isTrue();
        assertThat(store.outbox().redeliver("a")).isFalse();
        assertThat(store.outbox().redeliver("z")).isFalse();
        store.journal().commit(events(event("d")));
        assertThat(pendingIds()).containsExactly("b", "c", "a", "d");
        assertThat(store.outbox().find("a").orElseThrow()).returns(0, StoredEvent::attempts)
                .returns(0L, StoredEvent::settledMillis).returns("", StoredEvent::lastFailure)
                .returns(event("a"), StoredEvent::event);
        assertThat(store.outbox().pending(store.outbox().find("b").orElseThrow().sequence(), 1))
                .extracting(stored -> stored.event().id()).containsExactly("c");
    }

    /** Whoever reads on behind what was seen last misses nothing, however many write. */
    @Test
    void sequencesBecomeVisibleInTheirOrder() throws Exception {
        int writers = 6;
        int commits = 25;
        try (var threads = Executors.newFixedThreadPool(writers)) {
            var writing = IntStream.range(0, writers).<Future<?>>mapToObj(w -> threads.submit(() -> IntStream
                    .range(0, commits).forEach(i -> store.journal()
                            .commit(new Journal.Entry(List.of(task("t" + i % 3)), List.of(), List.of(),
                                    List.of(event(w + "-" + i + "a"), event(w + "-" + i + "b")))))))
                    .toList();
            var seen = new ArrayList<String>();
            long last = 0;
            boolean over = false;
            while (!over) {
                over = writing.stream().allMatch(Future::isDone);
                for (var stored : store.outbox().pending(last, 1000)) {
                    seen.add(stored.event().id());
                    last = stored.sequence();
                }
            }
            for (var writer : writing) {
                writer.get();
            }
            assertThat(seen).hasSize(writers * commits * 2).doesNotHaveDuplicates();
            assertThat(seen.stream().filter(id -> id.startsWith("0-"))).containsExactlyElementsOf(
                    IntStream.range(0, commits).boxed().flatMap(i -> List.of("0-" + i + "a", "0-" + i + "b").stream())
                            .toList());
        }
    }

    @Test
    void whatIsOverGoesAfterItsTime() {
        var clock = new FakeClock();
        var retention = store.retention(
                new Config.Retention(Duration.ofDays(3), Duration.ofDays(1), Duration.ofDays(2)),
                clock);
        long now = clock.wallMillis();
        store.journal().commit(tasks(task("live"), task("old", ROOM, TaskState.ENDED, 1, now)));
        store.journal()
                .commit(events(IntStream.range(0, 500).mapToObj(i -> event("e" + i)).toArray(CallbackEvent[]::new)));
        store.journal().commit(events(event("dead"), event("pending")));
        IntStream.range(0, 500).forEach(i -> store.outbox().delivered("e" + i, 1, now));
        store.outbox().dead("dead", 7, now, "");
        assertThat(swept(retention, clock, Duration.ofDays(1))).containsExactly(2L, 500L, 1L);
        assertThat(swept(retention, clock, Duration.ofMillis(1))).containsExactly(2L, 0L, 1L);
        assertThat(swept(retention, clock, Duration.ofDays(1))).containsExactly(2L, 0L, 0L);
        assertThat(swept(retention, clock, Duration.ofDays(1))).containsExactly(1L, 0L, 0L);
        assertThat(pendingIds()).containsExactly("pending");
    }

    /** @return how many tasks, delivered and dead events are left */
    private List<Long> swept(Retention retention, FakeClock clock, Duration later) {
        clock.advance(later);
        retention.sweep();
        return List.of((long) store.tasks().recent(1000).size(),
                (long) store.outbox().list(StoredEvent.State.DELIVERED, 1000).size(),
                (long) store.outbox().list(StoredEvent.State.DEAD, 1000).size());
    }
}

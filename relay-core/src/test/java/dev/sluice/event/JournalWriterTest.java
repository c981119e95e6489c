package dev.sluice.event;

import dev.sluice.media.MediaKind;
import dev.sluice.room.Protocol;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.IngestTask;
import dev.sluice.task.TaskProgress;
import dev.sluice.task.TaskSettings;
import dev.sluice.task.TaskState;
import dev.sluice.testkit.FakeClock;
import dev.sluice.testkit.MemoryJournal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalWriterTest {
    private static final long APP = 1_400_000_001L;
    private static final long DEAF = 1_400_000_002L;
    private static final RoomKey ROOM = new RoomKey(APP, RoomId.numeric("123"));
    private static final RoomKey OTHER = new RoomKey(APP, RoomId.named("123"));
    private static final int MAX = 5;

    private final FakeClock clock = new FakeClock();
    private final MemoryJournal journal = new MemoryJournal();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicInteger counted = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private final CallbackEvents events = new CallbackEvents(() -> "e" + counted.incrementAndGet());
    private final JournalWriter writer = new JournalWriter(journal, journal.outbox(), events,
            (app, group) -> app == APP && group != EventGroup.MEDIA, MAX, clock, metrics, commits::incrementAndGet);

    private EntryDraft draft(RoomKey room) {
        return new EntryDraft(events, room, clock.wallMillis());
    }

    private Journal.Entry entry(RoomKey room, String user) {
        var draft = draft(room);
        draft.present(user, Role.ANCHOR);
        draft.entered(user, Role.ANCHOR, Protocol.RTMP);
        return draft.entry();
    }

    private static IngestTask task(TaskState state) {
        return new IngestTask("t-1", ROOM, "alice",
                new TaskSettings("rtmp://h/a", 0, 1, 0, 100, 1, 0, false, List.of()),
                state, 0, TaskProgress.NEW, 1, 0, 0, 0, 1, 0, "", "");
    }

    private List<String> types() {
        return journal.events().stream().map(event -> event.type() + " " + event.queue()).toList();
    }

    @Test
    void writesInOrderAndTellsWhenItHas() {
        var first = writer.write(entry(ROOM, "alice"));
        var second = writer.write(entry(OTHER, "bob"));
        assertThat(first).isNotDone();
        assertThat(writer.attempt()).isTrue();
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(types()).containsExactly("103 1400000001/int/123", "103 1400000001/str/123");
        assertThat(journal.events().getFirst().info()).startsWith("{\"RoomId\":123,");
        assertThat(journal.events().getLast().info()).startsWith("{\"RoomId\":\"123\",");
        assertThat(commits).as("one transaction for both").hasValue(1);
        assertThat(journal.present()).hasSize(2);
    }

    @Test
    void ofOneTransactionTheLastWordCounts() {
        writer.write(entry(ROOM, "alice"));
        var left = draft(ROOM);
        left.absent("alice", Role.ANCHOR);
        left.left("alice", Role.ANCHOR, Departure.GOODBYE, StableCode.PEER_CLOSED);
        writer.write(left.entry());
        writer.write(new Journal.Entry(List.of(task(TaskState.STARTING)), List.of(), List.of(), List.of()));
        writer.write(new Journal.Entry(List.of(task(TaskState.RUNNING)), List.of(), List.of(),
                List.of(events.event(task(TaskState.RUNNING), TaskEvents.STARTED, TaskEvents.SUCCESS, 7, ""))));
        writer.attempt();
        assertThat(journal.present()).isEmpty();
        assertThat(journal.tasks().find("t-1").orElseThrow().state()).isEqualTo(TaskState.RUNNING);
        assertThat(types()).containsExactly("103 1400000001/int/123", "104 1400000001/int/123",
                "701 1400000001/int/123");
        assertThat(journal.events().getLast().info()).isEqualTo("{\"EventMsTs\":7,\"TaskId\":\"t-1\",\"Status\":0}");
    }

    @Test
    void whatNobodyHearsIsNotWritten() {
        var media = draft(ROOM);
        media.started("alice", MediaKind.VIDEO);
        assertThat(writer.write(media.entry())).isCompleted();
        assertThat(writer.write(entry(new RoomKey(DEAF, RoomId.named("r")), "alice"))).isCompleted();
        writer.attempt();
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedFor() {
        journal.away(true);
        var waits = writer.write(entry(ROOM, "alice"));
        assertThat(writer.attempt()).isFalse();
        assertThat(writer.attempt()).isFalse();
        writer.write(entry(ROOM, "bob"));
        assertThat(waits).isNotDone();
        journal.away(false);
        assertThat(writer.attempt()).isTrue();
        assertThat(waits).isCompleted();
        writer.attempt();
        assertThat(journal.events().stream().map(CallbackEvent::id)).containsExactly("e1", "e2");
    }

    @Test
    void beyondTheLimitTheNewestAreDropped() {
        journal.away(true);
        for (int i = 0; i < MAX + 2; i++) {
            writer.write(entry(ROOM, "user" + i));
        }
        journal.away(false);
        writer.attempt();
        assertThat(journal.events()).hasSize(MAX).extracting(CallbackEvent::id).endsWith("e5");
        assertThat(metrics.counter("sluice.webhooks", "result", "dropped").count()).isEqualTo(2);
        writer.write(entry(ROOM, "late"));
        writer.attempt();
        assertThat(journal.events()).as("those that are stored count, too").hasSize(MAX);
        journal.outbox().delivered("e1", 1, clock.wallMillis());
        clock.advance(Duration.ofSeconds(1));
        writer.attempt();
        writer.write(entry(ROOM, "later"));
        writer.attempt();
        assertThat(journal.events()).hasSize(MAX + 1);
    }

    @Test
    void aTaskIsWrittenEvenWhereItsEventsAreDropped() {
        journal.away(true);
        for (int i = 0; i < MAX; i++) {
            writer.write(entry(ROOM, "user" + i));
        }
        writer.write(new Journal.Entry(List.of(task(TaskState.ENDED)), List.of(), List.of(),
                List.of(events.event(task(TaskState.ENDED), TaskEvents.STOPPED, TaskEvents.SUCCESS, 7, "STOPPED"))));
        journal.away(false);
        writer.attempt();
        assertThat(journal.tasks().find("t-1").orElseThrow().ended()).isTrue();
        assertThat(types()).doesNotContain("702 1400000001/int/123");
    }

    @Test
    void whoWasInsideWhenTheProcessDiedHasLeftBeforeAnythingNew() {
        journal.commit(new Journal.Entry(List.of(), List.of(new Presence(ROOM, "alice", true),
                new Presence(ROOM, "alice", false), new Presence(OTHER, "carol", false),
                new Presence(ROOM, "bob", false)), List.of(), List.of()));
        writer.write(entry(ROOM, "alice"));
        journal.away(true);
        assertThat(writer.attempt()).isFalse();
        journal.away(false);
        writer.attempt();
        writer.attempt();
        assertThat(types()).containsExactly("104 1400000001/int/123", "104 1400000001/int/123",
                "102 1400000001/int/123", "104 1400000001/str/123", "102 1400000001/str/123",
                "103 1400000001/int/123");
        var first = journal.events().getFirst();
        assertThat(first.info()).contains("\"UserId\":\"alice\",\"Role\":20,\"Reason\":2");
        assertThat(first.reason()).isEqualTo("INTERNAL");
        assertThat(journal.present()).containsExactly(new Presence(ROOM, "alice", true));
    }

    @Test
    void whatTheJournalDoesNotTakeHoldsNobodyUp() {
        var broken = new Journal() {
            private boolean second;

            @Override
            public void commit(Entry entry) {
                if (!second) {
                    second = true;
                    throw new IllegalArgumentException("no such column");
                }
                journal.commit(entry);
            }

            @Override
            public List<Presence> present() {
                return List.of();
            }
        };
        var direct = new JournalWriter(broken, journal.outbox(), events, (_, _) -> true, MAX, clock, metrics, () -> {});
        var first = direct.write(entry(ROOM, "alice"));
        direct.attempt();
        var second = direct.write(entry(ROOM, "bob"));
        direct.attempt();
        assertThatThrownBy(first::join).hasCauseInstanceOf(StoreException.class);
        assertThat(second).isCompleted();
    }

    @Test
    void whatWaitsIsWrittenAtTheEnd() throws Exception {
        writer.start();
        writer.write(entry(ROOM, "alice")).get(5, TimeUnit.SECONDS);
        var last = writer.write(entry(ROOM, "bob"));
        writer.close();
        assertThat(last).isCompleted();
    }
}

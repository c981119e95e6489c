package dev.sluice.webhook;

import dev.sluice.config.Callback;
import dev.sluice.config.Config;
import dev.sluice.config.Secret;
import dev.sluice.event.CallbackEvent;
import dev.sluice.event.EventGroup;
import dev.sluice.event.Journal;
import dev.sluice.event.StoreException;
import dev.sluice.event.StoredEvent;
import dev.sluice.event.StoredEvent.State;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.testkit.FakeClock;
import dev.sluice.testkit.MemoryJournal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** When and in which order letters go out, by a clock advanced by hand. */
class DispatcherTest {
    private static final long APP = 1_400_000_001L;
    private static final long OTHER_APP = 1_400_000_002L;
    private static final Answer OK = Answer.of(200);
    private static final Answer BROKEN = Answer.of(500);

    private final FakeClock clock = new FakeClock();
    private final MemoryJournal journal = new MemoryJournal();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Sent> sent = new ArrayList<>();
    private final long started = clock.wallMillis();
    /** What a receiver says at once; SLOW: it takes its time. */
    private Function<Sent, Answer> receiver = _ -> OK;
    private Dispatcher dispatcher = dispatcher();

    /** A letter on its way, to be answered. */
    private record Sent(long afterSeconds, String server, String id, String attempt, CompletableFuture<Answer> answer) {
        @Override
        public String toString() {
            return id + "#" + attempt + "@" + afterSeconds;
        }
    }

    private Dispatcher dispatcher() {
        var apps = List.of(app(APP, "http://one.example"), app(OTHER_APP, "http://two.example"));
        return new Dispatcher(journal.outbox(), new Receivers(() -> apps), this::send, clock,
                new WebhookMeters(metrics), Runnable::run);
    }

    private static Config.App app(long id, String url) {
        return new Config.App(id, List.of(Secret.of("k")), false, TakeoverPolicy.REPLACE, 10,
                Optional.of(new Callback(Optional.of(URI.create(url)), new Callback.Urls(Optional.empty(),
                        Optional.empty(), Optional.empty()), Optional.empty(), Optional.empty(),
                        List.of(EventGroup.ROOM, EventGroup.INGEST))),
                List.of());
    }

    private CompletableFuture<Answer> send(Receiver to, Letter letter) {
        var letterSent = new Sent((clock.wallMillis() - started) / 1000, to.server(),
                letter.headers().getOrDefault("Sluice-Event-Id", ""),
                letter.headers().getOrDefault("Sluice-Attempt", ""), new CompletableFuture<>());
        sent.add(letterSent);
        var now = receiver.apply(letterSent);
        if (!now.equals(SLOW)) {
            letterSent.answer().complete(now);
        }
        return letterSent.answer();
    }

    private static final Answer SLOW = Answer.none("slow");

    private void happened(long app, String room, String... ids) {
        for (var id : ids) {
            journal.commit(new Journal.Entry(List.of(), List.of(), List.of(),
                    List.of(new CallbackEvent(id, app, app + "/str/" + room, 1, 103, 5, "{}", ""))));
        }
    }

    private void turn() {
        dispatcher.read();
        dispatcher.dispatch();
        dispatcher.write();
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advanceMillis(1000);
            turn();
        }
    }

    private List<String> sent() {
        return sent.stream().map(Sent::toString).toList();
    }

    private StoredEvent stored(String id) {
        return journal.outbox().find(id).orElseThrow();
    }

    private double counted(String result) {
        return metrics.counter("sluice.webhooks", "result", result).count();
    }

    @Test
    void twoFailuresThenDelivered() {
        receiver = letter -> letter.attempt().equals("3") ? OK : BROKEN;
        happened(APP, "r", "a", "b");
        turn();
        assertThat(sent()).containsExactly("a#1@0", "a#2@0");
        assertThat(stored("a")).extracting(StoredEvent::state, StoredEvent::attempts, StoredEvent::lastFailure)
                .containsExactly(State.PENDING, 2, "status 500");
        pass(10);
        assertThat(sent()).containsExactly("a#1@0", "a#2@0", "a#3@10", "b#1@10", "b#2@10");
        assertThat(stored("a")).extracting(StoredEvent::state, StoredEvent::attempts)
                .containsExactly(State.DELIVERED, 3);
        assertThat(counted("delivered")).isEqualTo(1);
        assertThat(counted("failed")).isEqualTo(4);
    }

    @Test
    void aReceiverThatIsDownFor50SecondsMissesNothing() {
        receiver = letter -> letter.afterSeconds() < 50 ? Answer.none("connection refused") : OK;
        happened(APP, "r", "a", "b", "c");
        pass(60);
        assertThat(sent()).containsExactly("a#1@1", "a#2@1", "a#3@11", "a#4@21", "a#5@31", "a#6@41", "a#7@51",
                "b#1@51", "c#1@51");
        assertThat(journal.outbox().pending(0, 10)).isEmpty();
    }

    @Test
    void afterAMinuteAMessageIsADeadLetterAndTheNextIsTried() {
        receiver = _ -> BROKEN;
        happened(APP, "r", "a", "b");
        turn();
        pass(60);
        assertThat(sent()).containsExactly("a#1@0", "a#2@0", "a#3@10", "a#4@20", "a#5@30", "a#6@40", "a#7@50",
                "a#8@60", "b#1@60", "b#2@60");
        assertThat(stored("a")).extracting(StoredEvent::state, StoredEvent::attempts, StoredEvent::lastFailure)
                .containsExactly(State.DEAD, 8, "status 500");
        receiver = _ -> OK;
        pass(10);
        assertThat(sent()).endsWith("b#3@70");
        assertThat(counted("dead")).isEqualTo(1);
        assertThat(metrics.get("sluice.webhooks.pending").gauge().value()).isZero();
    }

    @Test
    void oneThatNeverAnswersHasOneRequestAtATime() {
        receiver = _ -> SLOW;
        happened(APP, "r", "a", "b");
        turn();
        for (int i = 0; i < 60; i++) {
            pass(1);
            assertThat(sent.stream().filter(letter -> !letter.answer().isDone()).count()).isLessThanOrEqualTo(1);
            var last = sent.getLast();
            if ((clock.wallMillis() - started) / 1000 - last.afterSeconds() == 5) {
                last.answer().complete(Answer.none("no answer within 5 s"));
                turn();
            }
        }
        assertThat(sent()).containsExactly("a#1@0", "a#2@5", "a#3@15", "a#4@25", "a#5@35", "a#6@45", "a#7@55",
                "b#1@60");
        assertThat(stored("a").state()).isEqualTo(State.DEAD);
    }

    @Test
    void roomsDoNotWaitForEachOther() {
        receiver = letter -> letter.id().startsWith("a") ? SLOW : OK;
        happened(APP, "one", "a1", "a2");
        happened(APP, "two", "b1", "b2");
        turn();
        assertThat(sent()).containsExactly("a1#1@0", "b1#1@0", "b2#1@0");
        sent.getFirst().answer().complete(OK);
        turn();
        assertThat(sent()).endsWith("a2#1@0");
    }

    @Test
    void aReceiverWithEveryConnectionBusyHoldsUpItsOwnAlone() {
        receiver = letter -> letter.server().contains("one") ? SLOW : OK;
        IntStream.range(0, Server.MAX_CONNECTIONS + 5).forEach(i -> happened(APP, "room" + i, "a" + i));
        happened(OTHER_APP, "r", "b");
        turn();
        assertThat(sent).hasSize(Server.MAX_CONNECTIONS + 1);
        assertThat(stored("b").state()).isEqualTo(State.DELIVERED);
        assertThat(dispatcher.quiet()).isFalse();
        receiver = _ -> OK;
        List.copyOf(sent).forEach(letter -> letter.answer().complete(OK));
        turn();
        assertThat(journal.outbox().pending(0, 100)).isEmpty();
        assertThat(dispatcher.quiet()).isTrue();
        assertThat(dispatcher.dueNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void timeInWhichWeWereDownDoesNotCount() {
        receiver = _ -> BROKEN;
        happened(APP, "r", "a");
        turn();
        pass(30);
        assertThat(stored("a").attempts()).isEqualTo(5);
        clock.advanceMillis(600_000);
        dispatcher = dispatcher();
        sent.clear();
        turn();
        pass(60);
        assertThat(sent()).containsExactly("a#6@630", "a#7@640", "a#8@650", "a#9@660");
        assertThat(stored("a").state()).isEqualTo(State.DEAD);
    }

    @Test
    void oneThatIsSentAgainKeepsItsId() {
        receiver = _ -> BROKEN;
        happened(APP, "r", "a");
        turn();
        pass(60);
        receiver = _ -> OK;
        happened(APP, "r", "b");
        assertThat(journal.outbox().redeliver("a")).isTrue();
        sent.clear();
        turn();
        assertThat(sent()).containsExactly("b#1@60", "a#1@60");
        assertThat(stored("a").state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void whatNobodyIsConfiguredToHearIsADeadLetter() {
        happened(99, "r", "a");
        turn();
        assertThat(sent).isEmpty();
        assertThat(stored("a")).extracting(StoredEvent::state, StoredEvent::lastFailure)
                .containsExactly(State.DEAD, "the application is configured to hear of no such event");
    }

    @Test
    void aDatabaseThatIsAwayHearsLater() {
        happened(APP, "r", "a", "b");
        dispatcher.read();
        journal.away(true);
        dispatcher.dispatch();
        assertThatThrownBy(dispatcher::write).isInstanceOf(StoreException.class);
        assertThat(sent()).containsExactly("a#1@0", "b#1@0");
        journal.away(false);
        turn();
        assertThat(sent).as("nothing is sent twice").hasSize(2);
        assertThat(stored("a").state()).isEqualTo(State.DELIVERED);
        assertThat(stored("b").state()).isEqualTo(State.DELIVERED);
    }
}

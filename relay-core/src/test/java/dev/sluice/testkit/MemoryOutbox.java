package dev.sluice.testkit;

import dev.sluice.event.CallbackEvent;
import dev.sluice.event.Outbox;
import dev.sluice.event.StoredEvent;
import dev.sluice.event.StoredEvent.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The outbox of a {@link MemoryJournal}. Safe anywhere. */
public final class MemoryOutbox implements Outbox {
    private final List<StoredEvent> all = new ArrayList<>();
    private final Runnable check;
    private long sequence;

    MemoryOutbox(Runnable check) {
        this.check = check;
    }

    synchronized void add(List<CallbackEvent> events) {
        events.forEach(event -> all.add(new StoredEvent(++sequence, event, State.PENDING, 0, 0, "", 0)));
    }

    private synchronized List<StoredEvent> of(State state) {
        check.run();
        return all.stream().filter(stored -> stored.state() == state).toList();
    }

    @Override
    public List<StoredEvent> pending(long behindSequence, int max) {
        return of(State.PENDING).stream().filter(stored -> stored.sequence() > behindSequence).limit(max).toList();
    }

    @Override
    public long pendingOf(long sdkAppId) {
        return of(State.PENDING).stream().filter(stored -> stored.event().sdkAppId() == sdkAppId).count();
    }

    @Override
    public void failed(String id, int attempts, long firstAttemptMillis, String why) {
        change(id, old -> new StoredEvent(old.sequence(), old.event(), State.PENDING, attempts, firstAttemptMillis, why,
                0));
    }

    @Override
    public void delivered(String id, int attempts, long atMillis) {
        change(id, old -> new StoredEvent(old.sequence(), old.event(), State.DELIVERED, attempts,
                old.firstAttemptMillis(), old.lastFailure(), atMillis));
    }

    @Override
    public void dead(String id, int attempts, long atMillis, String why) {
        change(id, old -> new StoredEvent(old.sequence(), old.event(), State.DEAD, attempts, old.firstAttemptMillis(),
                why, atMillis));
    }

    private synchronized void change(String id, UnaryOperator<StoredEvent> change) {
        check.run();
        all.replaceAll(stored -> stored.event().id().equals(id) ? change.apply(stored) : stored);
    }

    @Override
    public synchronized boolean redeliver(String id) {
        var settled = find(id).filter(stored -> stored.state() != State.PENDING);
        settled.ifPresent(stored -> {
            all.remove(stored);
            add(List.of(stored.event()));
        });
        return settled.isPresent();
    }

    @Override
    public synchronized Optional<StoredEvent> find(String id) {
        check.run();
        return all.stream().filter(stored -> stored.event().id().equals(id)).findFirst();
    }

    @Override
    public List<StoredEvent> list(State state, int max) {
        return of(state).reversed().stream().limit(max).toList();
    }

    @Override
    public synchronized int prune(State state, long settledBeforeMillis, int max) {
        var old = of(state).stream().filter(stored -> stored.settledMillis() < settledBeforeMillis).limit(max).toList();
        all.removeAll(old);
        return old.size();
    }
}

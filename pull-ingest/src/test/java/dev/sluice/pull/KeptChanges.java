package dev.sluice.pull;

import dev.sluice.event.Journal;
import dev.sluice.event.StoreException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Changes in their order; those that the database did not take wait for {@link #retry}. Safe anywhere. */
final class KeptChanges implements Changes {
    private final Journal journal;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(Journal.Entry entry, CompletableFuture<Void> done) {}

    KeptChanges(Journal journal) {
        this.journal = journal;
    }

    @Override
    public CompletionStage<Void> keep(Journal.Entry entry) {
        var done = new CompletableFuture<Void>();
        synchronized (waiting) {
            waiting.add(new Waiting(entry, done));
        }
        retry();
        return done;
    }

    void retry() {
        synchronized (waiting) {
            try {
                for (var next = waiting.peek(); next != null; next = waiting.peek()) {
                    journal.commit(next.entry());
                    waiting.remove().done().complete(null);
                }
            } catch (StoreException away) {
                // later
            }
        }
    }
}

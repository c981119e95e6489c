package dev.sluice.api.store;

import dev.sluice.config.Config;
import dev.sluice.event.Outbox;
import dev.sluice.event.StoredEvent;
import dev.sluice.runtime.Clock;
import java.util.function.IntUnaryOperator;

/** Deletes what has been over for as long as the configuration says. Blocks: to be swept from time to time by a thread that may. */
public final class Retention {
    /** Rows of one transaction: others wait for no more than these. */
    private static final int BATCH = 200;
    private static final int BATCHES = 50;

    private final SqlTasks tasks;
    private final Outbox outbox;
    private final Config.Retention times;
    private final Clock clock;

    Retention(SqlTasks tasks, Outbox outbox, Config.Retention times, Clock clock) {
        this.tasks = tasks;
        this.outbox = outbox;
        this.times = times;
        this.clock = clock;
    }

    /**
     * A bounded part of what is due; the next sweep goes on.
     *
     * @throws dev.sluice.event.StoreException when the database does not answer
     */
    public void sweep() {
        long now = clock.wallMillis();
        long tasksBefore = now - times.endedTasks().toMillis();
        long deliveredBefore = now - times.deliveredEvents().toMillis();
        long deadBefore = now - times.deadEvents().toMillis();
        inBatches(max -> tasks.prune(tasksBefore, max));
        inBatches(max -> outbox.prune(StoredEvent.State.DELIVERED, deliveredBefore, max));
        inBatches(max -> outbox.prune(StoredEvent.State.DEAD, deadBefore, max));
    }

    private static void inBatches(IntUnaryOperator prune) {
        for (int i = 0; i < BATCHES && prune.applyAsInt(BATCH) == BATCH; i++) {
            // Others have their turn between two batches.
        }
    }
}

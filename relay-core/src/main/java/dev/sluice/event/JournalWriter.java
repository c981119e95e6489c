package dev.sluice.event;

import dev.sluice.runtime.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits entries to the journal in the order in which they came, on a thread of its own, and again for as long as the database
 * is away. First of all it tells what the process before left behind. {@link #write} may be called anywhere and never blocks.
 */
public final class JournalWriter implements Consumer<Journal.Entry>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final int MAX_BATCH = 200;
    private static final long RETRY_MILLIS = 500;
    private static final long IDLE_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** An entry, and who waits for its commit. */
    private record Queued(long sdkAppId, Journal.Entry entry, CompletableFuture<Void> committed) {}

    private final Journal journal;
    private final Outbox outbox;
    private final CallbackEvents events;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private final Backlog backlog;
    private final int maxQueued;
    private final Runnable onCommitted;
    private final LinkedBlockingQueue<Queued> queue = new LinkedBlockingQueue<>();
    /** What is being committed; of the writing thread. */
    private final List<Queued> batch = new ArrayList<>();
    private boolean recovered;
    private boolean away;
    private volatile boolean closing;
    private @Nullable Thread thread;

    /**
     * @param maxPendingPerApp events of one application that may wait for delivery
     * @param onCommitted hears that there is something new in the outbox; must not block
     */
    public JournalWriter(Journal journal, Outbox outbox, CallbackEvents events, Subscriptions subscriptions,
            int maxPendingPerApp, Clock clock, MeterRegistry metrics, Runnable onCommitted) {
        this.journal = journal;
        this.outbox = outbox;
        this.events = events;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.backlog = new Backlog(maxPendingPerApp, metrics);
        this.maxQueued = maxPendingPerApp;
        this.onCommitted = onCommitted;
    }

    /** Begins to write. Once. */
    public void start() {
        thread = Thread.ofPlatform().daemon().name("journal").start(this::run);
    }

    @Override
    public void accept(Journal.Entry entry) {
        write(entry);
    }

    /**
     * Takes what is to be written. Without the events of groups that the application does not hear of; without any where too
     * many of it wait.
     *
     * @param entry of one application
     * @return completes, on the writing thread, when it is committed; refused with a {@link StoreException} if it never will
     *         be
     */
    public CompletableFuture<Void> write(Journal.Entry entry) {
        long app = Entries.sdkAppId(entry);
        var wanted = Entries.wanted(entry, app, subscriptions);
        if (!wanted.events().isEmpty() && !backlog.admit(app, wanted.events().size())) {
            wanted = Entries.silent(wanted);
        }
        if (Entries.empty(wanted) || (queue.size() >= maxQueued && Entries.onlyPresence(wanted))) {
            return CompletableFuture.completedFuture(null);
        }
        var queued = new Queued(app, wanted, new CompletableFuture<>());
        queue.add(queued);
        return queued.committed();
    }

    private void run() {
        try {
            while (!(closing && idle())) {
                if (!attempt()) {
                    Thread.sleep(RETRY_MILLIS);
                } else if (queue.isEmpty()) {
                    await();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean idle() {
        return recovered && batch.isEmpty() && queue.isEmpty();
    }

    private void await() throws InterruptedException {
        var first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
        }
    }

    /** Tries once to commit what waits. On the writing thread. @return false when the database did not answer */
    boolean attempt() {
        try {
            recover();
            backlog.recount(outbox, clock.nanos());
            queue.drainTo(batch, MAX_BATCH - batch.size());
            if (!batch.isEmpty()) {
                commit();
            }
            back();
            return true;
        } catch (StoreException failed) {
            lost(failed);
            return false;
        }
    }

    /** Before any new event of a room. What a second attempt finds was not committed by the first. */
    private void recover() {
        if (recovered) {
            return;
        }
        var left = Recovery.of(journal.present(), events, clock.wallMillis());
        for (var entry : left) {
            journal.commit(Entries.withoutUnheard(entry, Entries.sdkAppId(entry), subscriptions));
        }
        recovered = true;
        if (!left.isEmpty()) {
            LOG.info("{} rooms had people inside when the relay died; their leaving is told now", left.size());
            onCommitted.run();
        }
    }

    private void commit() {
        try {
            journal.commit(Batch.of(batch.stream().map(Queued::entry).toList()));
        } catch (StoreException away) {
            throw away;
        } catch (RuntimeException impossible) {
            giveUp(impossible);
            return;
        }
        settle(true);
        batch.forEach(queued -> queued.committed().complete(null));
        batch.clear();
        onCommitted.run();
    }

    /** No second attempt would do better, and those behind must not wait for ever. */
    private void giveUp(RuntimeException impossible) {
        LOG.error("{} entries cannot be written to the journal", batch.size(), impossible);
        settle(false);
        var failure = new StoreException("the journal does not take it", impossible);
        batch.forEach(queued -> queued.committed().completeExceptionally(failure));
        batch.clear();
    }

    private void settle(boolean stored) {
        batch.forEach(queued -> backlog.settled(queued.sdkAppId(), queued.entry().events().size(), stored));
    }

    private void lost(StoreException failed) {
        if (!away) {
            away = true;
            LOG.error("the database does not answer; events wait: {}", failed.getMessage());
        }
    }

    private void back() {
        if (away) {
            away = false;
            LOG.info("the database answers again");
        }
    }

    /** Writes what waits, for a bounded time; the rest is lost. */
    @Override
    public void close() {
        closing = true;
        var writing = thread;
        if (writing == null) {
            return;
        }
        try {
            if (!writing.join(PATIENCE)) {
                LOG.error("{} entries were not written to the journal in time", queue.size());
                writing.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

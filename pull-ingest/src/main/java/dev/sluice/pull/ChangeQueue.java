package dev.sluice.pull;

import dev.sluice.event.Journal;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task's changes, given on in their order, each behind what it has to wait for. Where the database is away for long only the
 * latest state is kept behind the first of them, and what was to be told with it is not. Lives on the task's loop.
 */
final class ChangeQueue {
    /** More than a source that flaps every five seconds causes in a quarter of an hour. */
    static final int MAX_UNSTORED = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ChangeQueue.class);

    private final Changes changes;
    private final EventLoop loop;
    private CompletableFuture<?> given = CompletableFuture.allOf();
    private CompletableFuture<?> stored = CompletableFuture.allOf();
    private int unstored;
    private @Nullable Held held;

    private record Held(Journal.Entry entry, CompletableFuture<Void> kept) {}

    ChangeQueue(Changes changes, EventLoop loop) {
        this.changes = changes;
        this.loop = loop;
    }

    /** @return completes when it is stored */
    CompletionStage<Void> keep(Journal.Entry entry, CompletionStage<Void> behind) {
        var kept = held == null ? new CompletableFuture<Void>() : held.kept();
        if (unstored < MAX_UNSTORED || entry.tasks().getFirst().ended()) {
            held = null; // this one is newer
            give(entry, kept, behind);
        } else {
            hold(entry, kept);
        }
        return kept;
    }

    private void hold(Journal.Entry entry, CompletableFuture<Void> kept) {
        if (held == null) {
            LOG.warn("task={} has {} changes that are not stored; no more is told of it until they are",
                    entry.tasks().getFirst().id(), unstored);
        }
        held = new Held(new Journal.Entry(entry.tasks(), List.of(), List.of(), List.of()), kept);
    }

    private void give(Journal.Entry entry, CompletableFuture<Void> kept, CompletionStage<Void> behind) {
        unstored++;
        given = CompletableFuture.allOf(given, behind.toCompletableFuture()).whenComplete((_, _) -> give(entry, kept));
        stored = CompletableFuture.allOf(stored.exceptionally(_ -> null), kept);
    }

    private void give(Journal.Entry entry, CompletableFuture<Void> kept) {
        changes.keep(entry).whenComplete((_, failure) -> {
            if (failure == null) {
                kept.complete(null);
            } else {
                kept.completeExceptionally(failure);
            }
            loop.execute(this::settle);
        });
    }

    private void settle() {
        unstored--;
        var next = held;
        if (next != null && unstored < MAX_UNSTORED) {
            held = null;
            give(next.entry(), next.kept(), CompletableFuture.allOf());
        }
    }

    /** Completes when nothing is under way. */
    CompletionStage<?> settled() {
        return stored;
    }
}

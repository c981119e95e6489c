package dev.sluice.pull;

import dev.sluice.event.Journal;
import dev.sluice.event.RoomEvent;
import dev.sluice.event.StoreException;
import dev.sluice.ingest.Identity;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.IngestTask;
import dev.sluice.task.IngestTasks;
import dev.sluice.task.NewTask;
import dev.sluice.task.TaskException;
import dev.sluice.task.TaskRules;
import dev.sluice.task.TaskUpdate;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pulls of the process: starts them, finds them, takes up those of the process before. What blocks (addresses, the
 * database) runs on the executor it is given. Safe anywhere.
 */
public final class PullTasks implements IngestTasks {
    private static final Logger LOG = LoggerFactory.getLogger(PullTasks.class);
    private static final int ID_BYTES = 24;

    private final PullPorts ports;
    private final Supplier<EventLoop> loops;
    private final Executor blocking;
    private final Clock clock;
    private final LiveTasks live;
    private final PullMetrics metrics;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean draining;

    /**
     * Observes the rooms: to be made behind whoever writes down what rooms tell.
     *
     * @param loops where each task gets its loop from
     * @param blocking may wait: virtual threads
     */
    public PullTasks(PullPorts ports, Supplier<EventLoop> loops, Executor blocking, Clock clock, MeterRegistry registry,
            int maxConcurrent) {
        this.ports = ports;
        this.loops = loops;
        this.blocking = blocking;
        this.clock = clock;
        this.live = new LiveTasks(maxConcurrent);
        this.metrics = new PullMetrics(registry, live);
        ports.rooms().observe(this::observe);
    }

    private void observe(RoomEvent event) {
        if (event instanceof RoomEvent.ViewerEntered || event instanceof RoomEvent.ViewerLeft) {
            live.in(event.room()).forEach(Pull::lookForViewers);
        }
    }

    /** Takes up the stored tasks; their tokens are not asked for again. @return how many; fails with STORE */
    public CompletionStage<Integer> resume() {
        return block(ports.store()::live).thenApply(stored -> {
            stored.forEach(task -> {
                var pull = pull(task);
                live.put(pull);
                forgetAtEnd(pull);
                pull.resume();
            });
            return stored.size();
        });
    }

    /**
     * Starts nothing new, closes the sources and takes the anchors out; the tasks stay stored. To be called before the rooms
     * are dismissed.
     *
     * @return completes when all that happened is stored
     */
    public CompletionStage<Void> drain() {
        draining = true;
        return CompletableFuture.allOf(live.all().stream().map(pull -> pull.drain().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public CompletionStage<IngestTask> start(NewTask wanted) {
        return block(() -> {
            ports.sources().check(wanted.settings().streamUrl());
            return wanted;
        }).thenCompose(this::place);
    }

    /** Once nobody else has its place. */
    private CompletionStage<IngestTask> place(NewTask wanted) {
        var sitting = live.find(new Identity(wanted.room(), wanted.userId()));
        if (sitting.isPresent()) {
            var pull = sitting.get();
            var gone = pull.task().ended() ? pull.leftBehind() : pull.giveWay();
            return gone.thenCompose(_ -> place(wanted));
        }
        if (draining) {
            return refuse(TaskException.Kind.DRAINING, "the relay is shutting down");
        }
        var pull = pull(TaskRules.begin(id(), wanted, clock.wallMillis()));
        live.admit(pull);
        return store(pull);
    }

    private CompletionStage<IngestTask> store(Pull pull) {
        var task = pull.task();
        return block(() -> {
            ports.journal().commit(new Journal.Entry(List.of(task), List.of(), List.of(), List.of()));
            return task;
        }).whenComplete((_, failure) -> {
            if (failure == null) {
                forgetAtEnd(pull);
                pull.begin();
            } else {
                live.remove(pull);
            }
        });
    }

    private Pull pull(IngestTask task) {
        return new Pull(task, ports, loops.get(), clock, metrics);
    }

    private void forgetAtEnd(Pull pull) {
        pull.ended().whenComplete((_, _) -> live.remove(pull));
    }

    private String id() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes).replace('/', '-');
    }

    @Override
    public CompletionStage<IngestTask> stop(long sdkAppId, String id) {
        return live.find(sdkAppId, id).map(pull -> pull.end(StableCode.STOPPED, "stopped by the API"))
                .orElseGet(() -> absent(sdkAppId, id));
    }

    @Override
    public CompletionStage<IngestTask> update(long sdkAppId, String id, TaskUpdate update) {
        var found = live.find(sdkAppId, id);
        if (found.isEmpty()) {
            return absent(sdkAppId, id);
        }
        var pull = found.get();
        return update.streamUrl().isEmpty() ? pull.update(update) : block(() -> {
            update.streamUrl().ifPresent(ports.sources()::check);
            return update;
        }).thenCompose(pull::update);
    }

    private CompletionStage<IngestTask> absent(long sdkAppId, String id) {
        return stored(sdkAppId, id).thenCompose(task -> task.isPresent()
                ? refuse(TaskException.Kind.FINISHED, "the task has ended")
                : refuse(TaskException.Kind.UNKNOWN, "the application never had a task of this id"));
    }

    @Override
    public CompletionStage<Optional<IngestTask>> find(long sdkAppId, String id) {
        var found = live.find(sdkAppId, id);
        return found.isPresent()
                ? CompletableFuture.completedStage(found.map(Pull::task))
                : stored(sdkAppId, id);
    }

    private CompletionStage<Optional<IngestTask>> stored(long sdkAppId, String id) {
        return block(() -> ports.store().find(id).filter(task -> task.room().sdkAppId() == sdkAppId));
    }

    @Override
    public CompletionStage<List<IngestTask>> list(int max) {
        return block(() -> ports.store().recent(max).stream().map(this::latest).toList());
    }

    private IngestTask latest(IngestTask stored) {
        return live.find(stored.room().sdkAppId(), stored.id()).map(Pull::task).orElse(stored);
    }

    private <T> CompletionStage<T> block(Supplier<T> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return work.get();
            } catch (StoreException away) {
                LOG.warn("the database does not answer: {}", away.getMessage());
                throw new CompletionException(
                        new TaskException(TaskException.Kind.STORE, "the database does not answer"));
            }
        }, blocking);
    }

    private static CompletionStage<IngestTask> refuse(TaskException.Kind kind, String why) {
        return CompletableFuture.failedStage(new TaskException(kind, why));
    }
}

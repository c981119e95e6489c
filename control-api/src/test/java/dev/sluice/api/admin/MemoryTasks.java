package dev.sluice.api.admin;

import dev.sluice.task.IngestTask;
import dev.sluice.task.IngestTasks;
import dev.sluice.task.NewTask;
import dev.sluice.task.TaskException;
import dev.sluice.task.TaskException.Kind;
import dev.sluice.task.TaskProgress;
import dev.sluice.task.TaskSettings;
import dev.sluice.task.TaskState;
import dev.sluice.task.TaskUpdate;
import dev.sluice.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tasks that pull nothing: they are what is asked of them. Safe anywhere. */
final class MemoryTasks implements IngestTasks {
    private final FakeClock clock;
    private final List<IngestTask> all = new ArrayList<>();
    private @Nullable Kind refusal;

    MemoryTasks(FakeClock clock) {
        this.clock = clock;
    }

    /** Whatever is asked from now on is refused. */
    synchronized void refuse(Kind kind) {
        refusal = kind;
    }

    /** Puts it in the place of the one with its id, or in front. */
    synchronized void put(IngestTask task) {
        all.removeIf(old -> old.id().equals(task.id()));
        all.addFirst(task);
    }

    @Override
    public CompletionStage<IngestTask> start(NewTask wanted) {
        return answer(() -> {
            var task = task("task-" + all.size() + "+.", wanted, wanted.settings(), TaskState.STARTING, 0, "", "");
            put(task);
            return task;
        });
    }

    IngestTask task(String id, NewTask of, TaskSettings settings, TaskState state, long endedMillis, String code,
            String reason) {
        return new IngestTask(id, of.room(), of.userId(), settings, state, 0, TaskProgress.NEW, clock.wallMillis(), 0,
                0, 0,
                settings.repeats(), endedMillis, code, reason);
    }

    @Override
    public CompletionStage<IngestTask> stop(long sdkAppId, String id) {
        return answer(() -> {
            var task = live(sdkAppId, id);
            var ended = task(id, new NewTask(task.room(), task.userId(), task.settings()), task.settings(),
                    TaskState.ENDED, clock.wallMillis(), "STOPPED", "stopped as asked");
            put(ended);
            return ended;
        });
    }

    @Override
    public CompletionStage<IngestTask> update(long sdkAppId, String id, TaskUpdate update) {
        return answer(() -> {
            var old = live(sdkAppId, id);
            var was = old.settings();
            boolean paused = update.paused().orElse(was.paused());
            var settings = new TaskSettings(update.streamUrl().orElse(was.streamUrl()), was.seekSeconds(),
                    was.repeats(), was.maxDurationMinutes(), update.volume().orElse(was.volume()),
                    update.tempo().orElse(was.tempo()), was.idleTimeoutSeconds(), paused, was.notApplied());
            var task = task(id, new NewTask(old.room(), old.userId(), settings), settings,
                    paused ? TaskState.PAUSED : TaskState.RUNNING, 0, "", "");
            put(task);
            return task;
        });
    }

    private IngestTask live(long sdkAppId, String id) {
        var task = named(sdkAppId, id).orElseThrow(() -> new TaskException(Kind.UNKNOWN, "no task has this id"));
        if (task.ended()) {
            throw new TaskException(Kind.FINISHED, "the task has ended");
        }
        return task;
    }

    private Optional<IngestTask> named(long sdkAppId, String id) {
        return all.stream().filter(task -> task.room().sdkAppId() == sdkAppId && task.id().equals(id)).findFirst();
    }

    @Override
    public CompletionStage<Optional<IngestTask>> find(long sdkAppId, String id) {
        return answer(() -> named(sdkAppId, id));
    }

    @Override
    public CompletionStage<List<IngestTask>> list(int max) {
        return answer(() -> all.stream().limit(max).toList());
    }

    private synchronized <T> CompletionStage<T> answer(Supplier<T> work) {
        if (refusal != null) {
            return CompletableFuture.failedFuture(new TaskException(refusal, "refused: " + refusal));
        }
        try {
            return CompletableFuture.completedFuture(work.get());
        } catch (TaskException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }
}

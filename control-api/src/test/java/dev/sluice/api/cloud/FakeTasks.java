package dev.sluice.api.cloud;

import dev.sluice.room.RoomKey;
import dev.sluice.task.IngestTask;
import dev.sluice.task.IngestTasks;
import dev.sluice.task.NewTask;
import dev.sluice.task.TaskException;
import dev.sluice.task.TaskException.Kind;
import dev.sluice.task.TaskProgress;
import dev.sluice.task.TaskSettings;
import dev.sluice.task.TaskState;
import dev.sluice.task.TaskUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tasks that do nothing but be there; fails with whatever it is told. */
final class FakeTasks implements IngestTasks {
    final Map<String, IngestTask> tasks = new LinkedHashMap<>();
    final List<TaskUpdate> updates = new ArrayList<>();
    @Nullable
    RuntimeException failure;

    @Override
    public CompletionStage<IngestTask> start(NewTask wanted) {
        return answer(() -> {
            var id = "task." + (tasks.size() + 1);
            return put(task(id, wanted.room(), wanted.userId(), wanted.settings(), TaskState.STARTING));
        });
    }

    @Override
    public CompletionStage<IngestTask> stop(long sdkAppId, String id) {
        return answer(() -> {
            var task = live(sdkAppId, id);
            return put(task(id, task.room(), task.userId(), task.settings(), TaskState.ENDED));
        });
    }

    @Override
    public CompletionStage<IngestTask> update(long sdkAppId, String id, TaskUpdate update) {
        return answer(() -> {
            updates.add(update);
            return live(sdkAppId, id);
        });
    }

    @Override
    public CompletionStage<Optional<IngestTask>> find(long sdkAppId, String id) {
        return answer(() -> Optional.ofNullable(tasks.get(id)).filter(task -> task.room().sdkAppId() == sdkAppId));
    }

    @Override
    public CompletionStage<List<IngestTask>> list(int max) {
        return answer(() -> List.copyOf(tasks.values()));
    }

    IngestTask last() {
        return List.copyOf(tasks.values()).getLast();
    }

    private IngestTask live(long sdkAppId, String id) {
        var task = tasks.get(id);
        if (task == null || task.room().sdkAppId() != sdkAppId) {
            throw new TaskException(Kind.UNKNOWN, "no such task");
        }
        if (task.ended()) {
            throw new TaskException(Kind.FINISHED, "it has ended");
        }
        return task;
    }

    private IngestTask put(IngestTask task) {
        tasks.put(task.id(), task);
        return task;
    }

    private static IngestTask task(String id, RoomKey room, String userId, TaskSettings settings, TaskState state) {
        return new IngestTask(id, room, userId, settings, state, 0, TaskProgress.NEW, 0, 0, 0, 0, 1, 0, "", "");
    }

    private <T> CompletionStage<T> answer(Supplier<T> outcome) {
        if (failure != null) {
            return CompletableFuture.failedStage(failure);
        }
        try {
            return CompletableFuture.completedStage(outcome.get());
        } catch (TaskException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }
}

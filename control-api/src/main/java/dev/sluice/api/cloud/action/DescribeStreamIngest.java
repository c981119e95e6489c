package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.request.Field;
import dev.sluice.api.cloud.request.Values;
import dev.sluice.task.IngestTasks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells whether a task lives. */
record DescribeStreamIngest(Applications apps, IngestTasks tasks) implements Action {
    @Override
    public String name() {
        return "DescribeStreamIngest";
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(Applications.SDK_APP_ID, TaskFields.TASK_ID);
    }

    @Override
    public CompletionStage<Map<String, String>> run(Values values) {
        var app = apps.require(values, Applications.SDK_APP_ID);
        var taskId = values.require(TaskFields.TASK_ID);
        return TaskFields.possible(taskId)
                ? tasks.find(app.sdkAppId(), taskId)
                        .thenApply(found -> TaskFields.status(found.filter(task -> !task.ended()).isPresent()))
                : CompletableFuture.completedStage(TaskFields.status(false));
    }
}

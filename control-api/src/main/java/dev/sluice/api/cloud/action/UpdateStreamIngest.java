package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.request.Field;
import dev.sluice.api.cloud.request.Values;
import dev.sluice.task.IngestTasks;
import dev.sluice.task.TaskUpdate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Changes a task while it lives; what a request leaves out stays as it is. */
record UpdateStreamIngest(Applications apps, IngestTasks tasks) implements Action {
    private static final Field<Boolean> IS_PAUSE = Field.flag("IsPause");

    @Override
    public String name() {
        return "UpdateStreamIngest";
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(Applications.SDK_APP_ID, TaskFields.TASK_ID, TaskFields.STREAM_URL, TaskFields.VOLUME, IS_PAUSE,
                TaskFields.ENABLE_PROGRESS, TaskFields.TEMPO);
    }

    @Override
    public Code unknownTask() {
        return Code.TASK_NOT_EXIST;
    }

    @Override
    public Code finishedTask() {
        return Code.TASK_NOT_EXIST;
    }

    @Override
    public CompletionStage<Map<String, String>> run(Values values) {
        var update = new TaskUpdate(values.find(TaskFields.STREAM_URL).map(StreamUrl::check),
                values.find(TaskFields.VOLUME).map(Long::intValue), values.find(IS_PAUSE),
                values.find(TaskFields.TEMPO));
        var app = apps.require(values, Applications.SDK_APP_ID);
        TaskFields.ignored(app, values, List.of(TaskFields.ENABLE_PROGRESS));
        var taskId = values.require(TaskFields.TASK_ID);
        if (!TaskFields.possible(taskId)) {
            throw new CloudException(Code.TASK_NOT_EXIST, "there is no such task");
        }
        return tasks.update(app.sdkAppId(), taskId, update).thenApply(TaskFields::status);
    }
}

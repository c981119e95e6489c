package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.request.Field;
import dev.sluice.api.cloud.request.Values;
import dev.sluice.task.IngestTasks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Ends a task. */
record StopStreamIngest(Applications apps, IngestTasks tasks) implements Action {
    /** Of this action the documentation lists no MissingParameter with a field's name behind it. */
    private static final Field<Long> SDK_APP_ID = Applications.SDK_APP_ID.required(Code.MISSING_PARAMETER);
    private static final Field<String> TASK_ID = TaskFields.TASK_ID.required(Code.MISSING_PARAMETER);

    @Override
    public String name() {
        return "StopStreamIngest";
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(SDK_APP_ID, TASK_ID);
    }

    @Override
    public Code malformed() {
        return Code.BODY_PARAMS_ERROR;
    }

    @Override
    public Code unknownTask() {
        return Code.INVALID_TASK_ID;
    }

    @Override
    public Code finishedTask() {
        return Code.TASK_FINISHED;
    }

    @Override
    public CompletionStage<Map<String, String>> run(Values values) {
        var app = apps.require(values, SDK_APP_ID);
        var taskId = values.require(TASK_ID);
        if (!TaskFields.possible(taskId)) {
            throw new CloudException(Code.INVALID_TASK_ID, "TaskId: found other text, expected what Start answered");
        }
        return tasks.stop(app.sdkAppId(), taskId).thenApply(_ -> Map.of());
    }
}

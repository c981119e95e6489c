package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.request.Field;
import dev.sluice.api.cloud.request.Values;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One action of the cloud API. Runs on the HTTP server's event loop and blocks nowhere. */
public sealed interface Action
        permits StartStreamIngest, StopStreamIngest, DescribeStreamIngest, UpdateStreamIngest, RemoveUser, DismissRoom {
    /** As requests and policies call it. */
    String name();

    List<Field<?>> fields();

    /**
     * What is to be answered beside the RequestId, later or at once.
     *
     * @throws dev.sluice.api.cloud.answer.CloudException where it is refused before anything was done; the stage fails with
     *         the same, or with a {@link dev.sluice.task.TaskException}
     */
    CompletionStage<? extends Map<String, ?>> run(Values values);

    /** The code of parameters that do not parse. */
    default Code malformed() {
        return Code.INVALID_PARAMETER;
    }

    /** The code of a task that there never was. */
    default Code unknownTask() {
        return Code.INTERNAL_ERROR;
    }

    /** The code of a task that has ended. */
    default Code finishedTask() {
        return Code.INTERNAL_ERROR;
    }
}

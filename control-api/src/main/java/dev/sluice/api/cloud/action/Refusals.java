package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.event.StoreException;
import dev.sluice.task.TaskException;
import java.util.concurrent.CompletionException;

/** What an action's failure is to its caller. */
public final class Refusals {
    private Refusals() {}

    /** Of a failure that is nobody's request's fault, only that it was one. */
    public static CloudException of(Throwable failure, Action action) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause(), action);
            case CloudException refused -> refused;
            case TaskException refused -> new CloudException(code(refused.kind(), action),
                    String.valueOf(refused.getMessage()));
            case StoreException _ -> new CloudException(Code.DB_ERROR, "the database does not answer");
            default -> new CloudException(Code.INTERNAL_ERROR, "the relay's log says more");
        };
    }

    private static Code code(TaskException.Kind kind, Action action) {
        return switch (kind) {
            case EXISTS -> Code.TASK_EXIST;
            case FINISHED -> action.finishedTask();
            case UNKNOWN -> action.unknownTask();
            case TOO_MANY -> Code.RESTRICTED_CONCURRENCY;
            case STREAM_URL -> Code.INVALID_STREAM_URL;
            case DRAINING -> Code.REQUEST_REJECTION;
            case STORE -> Code.DB_ERROR;
        };
    }
}

package dev.sluice.task;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The tasks of the process, as the APIs see them. Stages complete on any thread, refused with a {@link TaskException}. Safe
 * anywhere; blocks nowhere.
 */
public interface IngestTasks {
    /** Stores and starts a task; completes when it is stored. */
    CompletionStage<IngestTask> start(NewTask wanted);

    CompletionStage<IngestTask> stop(long sdkAppId, String id);

    CompletionStage<IngestTask> update(long sdkAppId, String id, TaskUpdate update);

    /** A task of this application, live or ended. */
    CompletionStage<Optional<IngestTask>> find(long sdkAppId, String id);

    /** Live ones and the last that ended, the newest first. */
    CompletionStage<List<IngestTask>> list(int max);
}

package dev.sluice.event;

import dev.sluice.task.IngestTask;

/** Makes the events that tell of ingest tasks. Safe anywhere. */
@FunctionalInterface
public interface TaskEvents {
    /** EventType: the task starts. */
    int STARTED = 701;
    /** EventType: the task has ended. */
    int STOPPED = 702;

    /** Status of 701: media comes; of 702: stopped. */
    int SUCCESS = 0;
    /** Status of 701: the source can't be opened, or broke. */
    int FAILURE = 1;
    /** Status of 701: it is tried again. */
    int AGAIN = 2;

    /**
     * It stands in the queue of the task's room.
     *
     * @param type {@link #STARTED} or {@link #STOPPED}
     * @param wallMillis when it happened
     * @param reasonCode our stable code, where it is a failure or the end; else empty
     */
    CallbackEvent event(IngestTask task, int type, int status, long wallMillis, String reasonCode);
}

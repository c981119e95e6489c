package dev.sluice.task;

/** Where an ingest task is. */
public enum TaskState {
    /** Stored; no media yet. */
    STARTING,
    /** Media comes. */
    RUNNING,
    /** The source broke, or could not be opened; it is tried again. */
    RETRYING,
    /** Told to pause; the anchor stays. */
    PAUSED,
    /** For good. */
    ENDED
}

package dev.sluice.task;

/** Why something asked of a task was refused. Carries no stack trace, because callers can cause it at will. */
public final class TaskException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What an API makes its error code of. */
    public enum Kind {
        /** The user has a live task in the room already. */
        EXISTS,
        /** It has ended. */
        FINISHED,
        /** There never was one of this id and application. */
        UNKNOWN,
        /** As many run as may. */
        TOO_MANY,
        /** Scheme, form or address of the URL. */
        STREAM_URL,
        /** The relay is shutting down. */
        DRAINING,
        /** The database does not answer. */
        STORE
    }

    private final Kind kind;

    public TaskException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

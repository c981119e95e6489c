package dev.sluice.task;

/** What happens to a task. */
public sealed interface Happening {
    /** The process took the stored task up again. */
    record Resumed() implements Happening {}

    /** The first media of a source that was opened. */
    record MediaCame() implements Happening {}

    /**
     * The source could not be opened, broke, or stalled.
     *
     * @param code stable, SOURCE_HTTP_nnn among them
     */
    record Broke(String code, String reason) implements Happening {}

    /** The source said that it is over. */
    record SourceOver(String reason) implements Happening {}

    /** Whether anybody is in the room to watch. */
    record Watched(boolean watched) implements Happening {}

    record Updated(TaskUpdate update) implements Happening {}

    /** Stopped, removed, taken over, refused a place ... */
    record Ended(String code, String reason) implements Happening {}

    /** Something may be due, see {@link TaskRules#due}. */
    record TimePassed() implements Happening {}
}

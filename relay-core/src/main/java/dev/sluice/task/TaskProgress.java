package dev.sluice.task;

/**
 * What the rules of a live task count and wait for, besides its failures. Wall milliseconds since 1970, 0 where there is none.
 *
 * @param steady whether media once came for a minute: such a source is tried longer
 * @param owed whether the next media are announced as a start
 * @param mediaMillis since when media come
 * @param retryMillis when it is tried again
 * @param patienceMillis since when it is tried longer
 * @param unwatchedMillis since when nobody watches
 */
public record TaskProgress(boolean steady, boolean owed, long mediaMillis, long retryMillis, long patienceMillis,
        long unwatchedMillis) {
    /** A task that was just made. */
    public static final TaskProgress NEW = new TaskProgress(false, true, 0, 0, 0, 0);
}

package dev.sluice.event;

import java.util.List;
import java.util.Optional;

/**
 * The events that are to be delivered; they come in by {@link Journal}. Blocks: never on an event loop. All methods throw
 * {@link StoreException} when the database does not answer.
 */
public interface Outbox {
    /** Pending ones behind this sequence, in order. */
    List<StoredEvent> pending(long behindSequence, int max);

    /** How many of an application are pending. */
    long pendingOf(long sdkAppId);

    /** An attempt failed and will be made again. */
    void failed(String id, int attempts, long firstAttemptMillis, String why);

    void delivered(String id, int attempts, long atMillis);

    /** Given up: a dead letter. */
    void dead(String id, int attempts, long atMillis, String why);

    /** Makes a dead or delivered one pending again, behind all others; false where there is none. */
    boolean redeliver(String id);

    Optional<StoredEvent> find(String id);

    /** The newest first. */
    List<StoredEvent> list(StoredEvent.State state, int max);

    /** How many are of this state; need not count beyond a thousand. */
    default long count(StoredEvent.State state) {
        return list(state, 1_000).size();
    }

    /** Deletes up to {@code max} that were settled before. @return how many */
    int prune(StoredEvent.State state, long settledBeforeMillis, int max);
}

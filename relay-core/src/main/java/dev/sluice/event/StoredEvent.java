package dev.sluice.event;

/**
 * An event in the outbox.
 *
 * @param sequence rises in the order in which events were committed
 * @param attempts made so far
 * @param firstAttemptMillis wall time; 0 before
 * @param lastFailure why the last attempt failed; empty
 * @param settledMillis when it was delivered or given up; 0 before
 */
public record StoredEvent(long sequence, CallbackEvent event, State state, int attempts, long firstAttemptMillis,
        String lastFailure, long settledMillis) {
    public enum State {
        PENDING, DELIVERED, DEAD
    }
}

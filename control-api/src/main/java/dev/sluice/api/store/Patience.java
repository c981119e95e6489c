package dev.sluice.api.store;

import java.time.Duration;

/**
 * How long a call waits.
 *
 * @param connect for a connection
 * @param query for the answer to a statement; at a file also for its turn
 */
record Patience(Duration connect, Duration query) {
    static final Patience DEFAULT = new Patience(Duration.ofSeconds(2), Duration.ofSeconds(5));
}

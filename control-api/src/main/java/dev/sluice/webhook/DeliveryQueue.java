package dev.sluice.webhook;

import dev.sluice.event.StoredEvent;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The events of one application and room, in order: the first is tried until it is delivered or given up, then the next. One
 * attempt is under way at most, so a receiver that is gone has one connection to bear for each room. Pure: time is an argument.
 */
final class DeliveryQueue {
    static final long PERIOD = TimeUnit.SECONDS.toNanos(10);
    /** No attempt begins later than so long after the first. */
    static final long LIFETIME = TimeUnit.MINUTES.toNanos(1);
    /** The second attempt follows the first at once; those from the third on are a period apart. */
    private static final int AT_ONCE = 2;

    private final String key;
    private final ArrayDeque<StoredEvent> events = new ArrayDeque<>();
    private int attempts;
    /** Whether the first was tried since the start. */
    private boolean begun;
    private long firstNanos;
    private long firstMillis;
    private long lastNanos;
    private long dueNanos;

    DeliveryQueue(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    void add(StoredEvent event, long nowNanos) {
        events.add(event);
        if (events.size() == 1) {
            advance(nowNanos);
        }
    }

    /** A new first one is due at once. */
    private void advance(long nowNanos) {
        var first = events.peek();
        attempts = first == null ? 0 : first.attempts();
        begun = false;
        dueNanos = nowNanos;
    }

    /** The one that is tried. */
    @Nullable
    StoredEvent first() {
        return events.peek();
    }

    boolean empty() {
        return events.isEmpty();
    }

    int size() {
        return events.size();
    }

    /** When the first is to be tried. */
    long dueNanos() {
        return dueNanos;
    }

    /** An attempt begins. @return its number, from 1 */
    int begin(long nowNanos, long nowMillis) {
        if (!begun) {
            begun = true;
            // What was tried before a restart took at least so long; time in which we were down does not count.
            long spent = PERIOD * Math.max(0, attempts - AT_ONCE);
            firstNanos = nowNanos - spent;
            firstMillis = nowMillis - TimeUnit.NANOSECONDS.toMillis(spent);
        }
        lastNanos = nowNanos;
        return ++attempts;
    }

    int attempts() {
        return attempts;
    }

    /** Wall time of the first attempt, less the time in which we were down. */
    long firstMillis() {
        return firstMillis;
    }

    /** The attempt failed. @return whether there is another; if not the first is a dead letter and no longer here */
    boolean retry(long nowNanos) {
        long next = attempts < AT_ONCE ? nowNanos : Math.max(nowNanos, lastNanos + PERIOD);
        if (next - firstNanos > LIFETIME) {
            settle(nowNanos);
            return false;
        }
        dueNanos = next;
        return true;
    }

    /** The first is delivered, or given up. */
    void settle(long nowNanos) {
        events.remove();
        advance(nowNanos);
    }
}

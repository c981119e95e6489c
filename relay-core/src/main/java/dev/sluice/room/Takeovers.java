package dev.sluice.room;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** Keeps two encoders with one key from throwing each other out for ever. */
final class Takeovers {
    private static final int MAX = 3;
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(30);

    private final ArrayDeque<Long> times = new ArrayDeque<>();

    /** What the one before is told. */
    static ProtocolException takenOver(String userId) {
        return new ProtocolException(StableCode.TAKEN_OVER, "another connection publishes as '" + userId + "' now");
    }

    /** Counts a takeover of a live publisher, or refuses it. */
    void count(String userId, long nowNanos) {
        while (!times.isEmpty() && nowNanos - times.peekFirst() > WINDOW) {
            times.removeFirst();
        }
        if (times.size() >= MAX) {
            throw new ProtocolException(StableCode.PLACE_TAKEN,
                    "user '" + userId + "' was taken over " + MAX + " times in 30 s; are two encoders using one key?");
        }
        times.addLast(nowNanos);
    }
}

package dev.sluice.api.cloud;

import dev.sluice.runtime.Clock;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How often a key may ask for an action: so many times in any second. On the HTTP server's event loop. */
final class RateLimit {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private record Asked(String secretId, String action) {}

    /** When each was let pass, for as long as that counts. */
    private final Map<Asked, ArrayDeque<Long>> passed = new HashMap<>();
    private final int perSecond;
    private final Clock clock;

    RateLimit(int perSecond, Clock clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** @param action a known one, or one name for all others: every pair is remembered */
    boolean passes(String secretId, String action) {
        long now = clock.nanos();
        var times = passed.computeIfAbsent(new Asked(secretId, action), _ -> new ArrayDeque<>());
        while (!times.isEmpty() && now - times.getFirst() >= SECOND) {
            times.removeFirst();
        }
        return times.size() < perSecond && times.add(now);
    }
}

package dev.sluice.api.admin;

import dev.sluice.health.Health;
import org.jspecify.annotations.Nullable;

/**
 * How a publisher does, of the last second.
 *
 * @param avSkewMillis how far its video is ahead of its audio at the source; absent without both
 * @param lagMillis how much later its frames come than at their best; absent while unknown
 * @param encoder what made them, in its own words; absent where the protocol does not tell
 */
record HealthView(@Nullable Long avSkewMillis, @Nullable Long lagMillis, long timestampJumps,
        @Nullable String encoder) {

    static HealthView of(Health health, @Nullable String encoder) {
        return new HealthView(health.avSkewMillis(), health.lagMillis(), health.timestampJumps(), encoder);
    }
}

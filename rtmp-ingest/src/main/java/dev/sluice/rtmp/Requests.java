package dev.sluice.rtmp;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.time.Duration;

/**
 * How much a peer asks of us. Each ping and command may cost a packet, a publish moreover the attention of a room, so
 * nobody gets more of them than many times what encoders need. Pure.
 */
final class Requests {
    static final int LIMIT = 1000;
    static final Duration PERIOD = Duration.ofSeconds(10);
    /** So that one connection comes and goes in its room twice a second at most. */
    static final int PUBLISH = 50;

    private long periodNanos;
    private int count;

    /** @throws ProtocolException LIMIT_EXCEEDED */
    void count(long nanos, int weight) {
        if (count == 0 || nanos - periodNanos > PERIOD.toNanos()) {
            periodNanos = nanos;
            count = 0;
        }
        count += weight;
        if (count > LIMIT) {
            throw new ProtocolException(StableCode.LIMIT_EXCEEDED,
                    "requests: more than " + LIMIT + " pings and commands in " + PERIOD.toSeconds() + " s");
        }
    }
}

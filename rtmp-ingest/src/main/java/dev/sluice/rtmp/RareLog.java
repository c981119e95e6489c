package dev.sluice.rtmp;

import dev.sluice.runtime.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** At most one line in ten seconds for what a stranger can cause at will; says how many it left out. Safe anywhere. */
final class RareLog {
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private final Clock clock;
    private long lastNanos;
    private boolean written;
    private long leftOut;

    RareLog(Logger log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    void info(String event, String peer, String reason) {
        long skipped = turn();
        if (skipped >= 0) {
            log.info("{} peer={} reason=\"{}\" alsoLeftOut={}", event, peer, reason, skipped);
        }
    }

    /** How many were left out before this one may be written; -1 if it may not. */
    private synchronized long turn() {
        long now = clock.nanos();
        if (written && now - lastNanos < PERIOD) {
            leftOut++;
            return -1;
        }
        long skipped = leftOut;
        written = true;
        lastNanos = now;
        leftOut = 0;
        return skipped;
    }
}

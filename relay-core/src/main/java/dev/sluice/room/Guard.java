package dev.sluice.room;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands between a room's state and those that are told of it: whatever they throw is logged and goes no further. */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private Guard() {}

    static void call(String whose, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed", whose, e);
        }
    }
}

package dev.sluice.event;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Ids of events: random for the process, then counted, so that one costs nothing on a media loop. Safe anywhere. */
public final class EventIds implements Supplier<String> {
    private static final int RANDOM_BITS = 96;

    private final String process;
    private final AtomicLong count = new AtomicLong();

    public EventIds(SecureRandom random) {
        process = new BigInteger(RANDOM_BITS, random).toString(Character.MAX_RADIX);
    }

    @Override
    public String get() {
        return process + "-" + count.incrementAndGet();
    }
}

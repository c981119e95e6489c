package dev.sluice.testkit;

import dev.sluice.runtime.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that tests advance by hand. */
public final class FakeClock implements Clock {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    public void advance(Duration step) {
        nanos.addAndGet(step.toNanos());
    }

    public void advanceMillis(long millis) {
        advance(Duration.ofMillis(millis));
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    /** 2024-05-01T12:00:00Z and what was advanced. */
    @Override
    public long wallMillis() {
        return 1_714_564_800_000L + nanos.get() / 1_000_000;
    }
}

package dev.sluice.runtime;

/** Time, as a thing that tests advance by hand. */
public interface Clock {
    Clock SYSTEM = new Clock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }
    };

    /** Monotonic nanoseconds from an arbitrary origin. */
    long nanos();

    /** Milliseconds since 1970-01-01T00:00Z. */
    long wallMillis();
}

package dev.sluice.e2e;

import java.time.Duration;

/** How long the tests watch: short in every build, in full with {@code -Dsluice.e2e.long=true}. */
final class Lengths {
    static final boolean LONG = Boolean.getBoolean("sluice.e2e.long");

    private Lengths() {}

    static Duration choose(int shortSeconds, int longSeconds) {
        return Duration.ofSeconds(LONG ? longSeconds : shortSeconds);
    }
}

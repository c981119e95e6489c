package dev.sluice.e2e.rig;

import java.util.Random;

/**
 * What a bad line does to one direction's datagrams.
 *
 * @param loss the part of them that is lost, 0..1, each by itself
 * @param delayMillis how long the others take, on average
 * @param jitterMillis by so much more or less, evenly; those behind may overtake
 */
public record Impairment(double loss, double delayMillis, double jitterMillis) {
    public static final Impairment NONE = new Impairment(0, 0, 0);
    /** Loses all. */
    public static final Impairment SHUT = new Impairment(1, 0, 0);

    public Impairment {
        if (loss < 0 || loss > 1 || delayMillis < jitterMillis || jitterMillis < 0) {
            throw new IllegalArgumentException(loss + " " + delayMillis + " " + jitterMillis);
        }
    }

    public Impairment loss(double part) {
        return new Impairment(part, delayMillis, jitterMillis);
    }

    boolean loses(Random random) {
        return random.nextDouble() < loss;
    }

    long delayNanos(Random random) {
        return Math.round((delayMillis + jitterMillis * (2 * random.nextDouble() - 1)) * 1e6);
    }
}

package dev.sluice.health;

import java.util.Arrays;

/**
 * How late the frames of one kind come by the pace of their own timestamps. A frame can be held up on its way, not
 * hurried: the least of (arrival - timestamp) is the source's own, the rest is jitter, interleaving or a batch. Pure and
 * without allocation; lives on the publisher's loop.
 */
final class Pace {
    /** Seconds of which the least counts; a batch of frames each second or two is no lateness. */
    private static final int WINDOW = 4;
    /** What a second adds to the best ever seen, so that a source's clock up to 200 ppm slow is no lag. */
    private static final long CREEP_NANOS = 200_000;
    private static final long NONE = Long.MAX_VALUE;

    private final long[] seconds = new long[WINDOW];
    private int next;
    private long present;
    private long newest;
    private long best;

    Pace() {
        reset();
    }

    /** The timestamps start anew. */
    void reset() {
        Arrays.fill(seconds, NONE);
        present = NONE;
        newest = NONE;
        best = NONE;
    }

    void frame(long timeNanos, long arrivalNanos) {
        present = Math.min(present, arrivalNanos - timeNanos);
    }

    /** A second is over. */
    void tick() {
        seconds[next] = present;
        next = (next + 1) % WINDOW;
        if (present != NONE) {
            best = best == NONE ? present : Math.min(best + CREEP_NANOS, present);
            newest = present;
            present = NONE;
        }
    }

    /** Whether frames came within the window. */
    boolean known() {
        return earliest() != NONE;
    }

    /** The least lateness within the window, from an origin that all kinds of a source share. */
    long earliest() {
        long least = NONE;
        for (long second : seconds) {
            least = Math.min(least, second);
        }
        return least;
    }

    /** How much later frames come than at their best. */
    long lag() {
        return newest - best;
    }
}

package dev.sluice.whep;

import dev.sluice.room.Track;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How much of the video a viewer is given: the best encoding, or, once it was slow, a smaller one, or key frames only. More
 * is tried again after a while, which doubles where the try fails: what a viewer receives little of it cannot show to be
 * able to receive. Single-threaded; time is an argument.
 */
final class Allowance {
    static final long FIRST_WAIT = TimeUnit.SECONDS.toNanos(5);
    static final long MAX_WAIT = TimeUnit.SECONDS.toNanos(60);
    /** A try that went well for so long has succeeded. */
    static final long TRIAL = TimeUnit.SECONDS.toNanos(30);
    /** With an estimate of so many times what more takes, half the time is enough. */
    static final double PLENTY = 1.2;
    private static final long UNLIMITED = Long.MAX_VALUE;

    /** Encodings of so many pixels and more are too much. */
    private long ceiling = UNLIMITED;
    private boolean keyFramesOnly;
    private long waitNanos = FIRST_WAIT;
    private long changedNanos;
    private boolean raised;

    /** Whether it is less than the best. */
    boolean slow() {
        return ceiling != UNLIMITED || keyFramesOnly;
    }

    boolean keyFramesOnly() {
        return keyFramesOnly;
    }

    /** @param encodings the best first, at least one */
    Track best(List<Track> encodings) {
        return encodings.stream().filter(track -> track.info().pixels() < ceiling).findFirst()
                .orElseGet(encodings::getLast);
    }

    /** The viewer is too slow for what it is shown. */
    void lower(Track shown, List<Track> encodings, long nowNanos) {
        if (encodings.getLast().info().pixels() < shown.info().pixels()) {
            ceiling = shown.info().pixels();
        } else {
            keyFramesOnly = true;
        }
        boolean failed = raised && nowNanos - changedNanos < TRIAL;
        waitNanos = failed ? Math.min(2 * waitNanos, MAX_WAIT) : FIRST_WAIT;
        raised = false;
        changedNanos = nowNanos;
    }

    /**
     * Gives more when it is time.
     *
     * @param estimateBits a second that the receiver thinks it can take; 0 where it does not say
     */
    void raise(Track shown, List<Track> encodings, long estimateBits, long nowNanos) {
        if (!slow()) {
            return;
        }
        var more = keyFramesOnly ? shown : above(encodings);
        double bits = more == null ? 0 : more.rate().bitsPerSecond(nowNanos);
        boolean plenty = bits > 0 && estimateBits > PLENTY * bits;
        if (nowNanos - changedNanos >= (plenty ? waitNanos / 2 : waitNanos)) {
            raised = true;
            changedNanos = nowNanos;
            ceiling = keyFramesOnly ? ceiling : ceilingAt(more, encodings);
            keyFramesOnly = false;
        }
    }

    /** The smallest that is too much now; null: there is none. */
    private @Nullable Track above(List<Track> encodings) {
        return encodings.reversed().stream().filter(track -> track.info().pixels() >= ceiling).findFirst().orElse(null);
    }

    private static long ceilingAt(@Nullable Track allowed, List<Track> encodings) {
        return allowed == null || allowed.equals(encodings.getFirst()) ? UNLIMITED : allowed.info().pixels() + 1;
    }
}

package dev.sluice.whep;

import dev.sluice.webrtc.rtp.SenderStats;
import java.util.concurrent.TimeUnit;

/**
 * Whether a viewer's path is too small for the video that it is sent. A receiver's estimate alone proves nothing: it starts
 * low, lags behind a stream whose rate rises, and is cut by jitter; so it counts together with a queue on the path (the
 * round trip grew) or with lasting heavy loss. Better to miss a bad path than to spoil a good one. Single-threaded; time is
 * an argument.
 */
final class SlowWatch {
    /** An estimate below this share of the stream's rate is too low. */
    static final double ENOUGH = 0.9;
    /** A round trip is longer than the shortest by this where packets queue. */
    static final double QUEUE_MILLIS = 50;
    /** The shortest is that of one to two of these spans: a path may become another, and a longer one. */
    static final long PATH_SPAN = TimeUnit.SECONDS.toNanos(30);
    static final long QUEUE_LASTS = TimeUnit.SECONDS.toNanos(3);
    /** In the beginning an estimate is low by nature, and a queue is no proof without some loss. */
    static final long YOUNG = TimeUnit.SECONDS.toNanos(10);
    static final double SOME_LOSS = 0.05;
    /** Such loss for so long is not the air's. */
    static final double HEAVY_LOSS = 0.1;
    static final long LOSS_LASTS = TimeUnit.SECONDS.toNanos(8);
    /** A connection that has no room for frames for so long. */
    static final long HELD_UP_LASTS = TimeUnit.SECONDS.toNanos(1);
    /** Of what is asked for again within the window, this many packets and more than half were over the budget. */
    static final int MAX_REFUSED = 100;
    static final long REFUSED_WINDOW = TimeUnit.SECONDS.toNanos(3);

    /**
     * What is seen of the path.
     *
     * @param streamBits a second of the video
     * @param estimateBits a second that the receiver thinks it can take; 0 where it does not say
     * @param rttMillis or {@link SenderStats#UNKNOWN}
     * @param loss 0..1
     * @param asked packets asked for again, so far
     * @param refused those of them over the budget, so far
     * @param heldUp frames that the connection had no room for, counted anew for each encoding
     */
    record Signs(double streamBits, long estimateBits, double rttMillis, double loss, long asked, long refused,
            long heldUp) {
        boolean low() {
            return estimateBits > 0 && estimateBits < ENOUGH * streamBits;
        }
    }

    private final long startNanos;
    private final Spell queueing = new Spell();
    private final Spell losing = new Spell();
    private final Spell heldUp = new Spell();
    private double shortestMillis = Double.MAX_VALUE;
    private double shortestBefore = Double.MAX_VALUE;
    private long pathNanos;
    private long heldUpBefore;
    private long windowNanos;
    private long askedBefore;
    private long refusedBefore;

    /** How long something has been so without a break. */
    private static final class Spell {
        private boolean on;
        private long sinceNanos;

        boolean lasts(boolean holds, long nowNanos, long nanos) {
            sinceNanos = on ? sinceNanos : nowNanos;
            on = holds;
            return on && nowNanos - sinceNanos >= nanos;
        }
    }

    SlowWatch(long nowNanos) {
        startNanos = nowNanos;
        pathNanos = nowNanos;
        windowNanos = nowNanos;
    }

    /** To be asked regularly. Where it is slow, it takes as long again before it is slow once more. */
    boolean slow(Signs signs, long nowNanos) {
        boolean queued = queues(signs, nowNanos);
        boolean late = queueing.lasts(signs.low() && queued, nowNanos, QUEUE_LASTS);
        boolean lossy = losing.lasts(signs.low() && signs.loss() > HEAVY_LOSS, nowNanos, LOSS_LASTS);
        boolean full = heldUp.lasts(signs.heldUp() != heldUpBefore, nowNanos, HELD_UP_LASTS);
        boolean spent = overBudget(signs, nowNanos);
        boolean slow = late || lossy || full || spent;
        heldUpBefore = signs.heldUp();
        if (slow) {
            queueing.on = false;
            losing.on = false;
            heldUp.on = false;
        }
        return slow;
    }

    private boolean queues(Signs signs, long nowNanos) {
        if (signs.rttMillis() == SenderStats.UNKNOWN) {
            return false;
        }
        boolean young = nowNanos - startNanos < YOUNG;
        return signs.rttMillis() >= shortest(signs.rttMillis(), nowNanos) + QUEUE_MILLIS
                && (!young || signs.loss() > SOME_LOSS);
    }

    private double shortest(double rttMillis, long nowNanos) {
        if (nowNanos - pathNanos >= PATH_SPAN) {
            pathNanos = nowNanos;
            shortestBefore = shortestMillis;
            shortestMillis = rttMillis;
        }
        shortestMillis = Math.min(shortestMillis, rttMillis);
        return Math.min(shortestMillis, shortestBefore);
    }

    private boolean overBudget(Signs signs, long nowNanos) {
        if (nowNanos - windowNanos < REFUSED_WINDOW) {
            return false;
        }
        long asked = signs.asked() - askedBefore;
        long refused = signs.refused() - refusedBefore;
        windowNanos = nowNanos;
        askedBefore = signs.asked();
        refusedBefore = signs.refused();
        return refused >= MAX_REFUSED && 2 * refused > asked;
    }
}

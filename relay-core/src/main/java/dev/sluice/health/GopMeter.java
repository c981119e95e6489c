package dev.sluice.health;

import java.util.concurrent.TimeUnit;

/**
 * How far apart the key frames of one video track are, by its timestamps. Written on the track's loop, where a check-up
 * reads it too; what is said to be safe anywhere may be read anywhere.
 */
public final class GopMeter {
    /** How long a source may send pictures before its first key frame. */
    static final long KEY_FRAME_NANOS = TimeUnit.SECONDS.toNanos(5);

    private boolean begun;
    private long begunNanos;
    private boolean keyed;
    private int count;
    private volatile int frames;
    private volatile long millis;
    private volatile long keyMillis;
    private volatile long latestMillis;
    private volatile boolean outgrown;
    private long outgrownMillis;
    private boolean outgrownBefore;
    private long outgrownGroups;

    public void picture(boolean keyFrame, long timeMillis, long arrivalNanos) {
        if (!begun) {
            begun = true;
            begunNanos = arrivalNanos;
            keyMillis = timeMillis;
        }
        latestMillis = timeMillis;
        if (keyFrame) {
            key(timeMillis);
        }
        count++;
    }

    private void key(long timeMillis) {
        if (keyed) {
            frames = count;
            millis = timeMillis - keyMillis;
        }
        keyed = true;
        keyMillis = timeMillis;
        count = 0;
        outgrownBefore = outgrown;
        outgrown = false;
    }

    /** The group since the last key frame does not fit the cache: new viewers wait for the next. */
    public void outgrew() {
        outgrown = true;
        outgrownMillis = latestMillis - keyMillis;
        outgrownGroups++;
    }

    /** What comes is another source's. */
    public void interrupt() {
        begun = false;
        keyed = false;
        count = 0;
        frames = 0;
        millis = 0;
        keyMillis = latestMillis;
        outgrown = false;
        outgrownBefore = false;
        outgrownGroups = 0;
    }

    /** Frames in the last whole group; 0 before there was one. Safe anywhere. */
    public int frames() {
        return frames;
    }

    /** Its length; 0 before there was one. Safe anywhere. */
    public long millis() {
        return millis;
    }

    /** The last whole group's length, or that of the group that goes on where it is longer already. Safe anywhere. */
    public long intervalMillis() {
        return Math.max(millis, latestMillis - keyMillis);
    }

    /** Whether the group that goes on is too long for the cache. Safe anywhere. */
    public boolean outgrown() {
        return outgrown;
    }

    /** Whether the group that goes on or the one before was too long: what is said of it stands until one fits. */
    boolean tooLong() {
        return outgrown || outgrownBefore;
    }

    /** How many groups were too long. */
    long tooLongGroups() {
        return outgrownGroups;
    }

    /** How far apart key frames are where they are too far, at least. */
    long tooLongMillis() {
        return outgrown ? Math.max(millis, outgrownMillis) : millis;
    }

    /** Whether that is a whole group's length; otherwise the group goes on. */
    boolean measured() {
        return !outgrown || millis > outgrownMillis;
    }

    /** Whether the source sends pictures, and of long has sent no key frame. */
    boolean keyless(long nowNanos) {
        return begun && !keyed && nowNanos - begunNanos >= KEY_FRAME_NANOS;
    }
}

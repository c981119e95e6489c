package dev.sluice.ingest;

import dev.sluice.media.H264Config;
import dev.sluice.media.h264.BFrames;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;

/**
 * Keeps H.264 with B-frames out: WebRTC shows frames in decode order. A slice type is the proof; composition times, the
 * SPS's reordering and a profile that can have B-frames are only hints, for which the gate stays shut until four access
 * units or 200 ms have passed without a B slice. Pure: the clock is an argument.
 */
final class ReorderGate {
    private static final int PROFILE_BASELINE = 66;
    private static final int ENOUGH_UNITS = 4;
    private static final long ENOUGH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final String ADVICE = "H.264 with B-frames can't be played over WebRTC; turn them off:"
            + " in OBS set B-frames to 0 or tune zerolatency, in FFmpeg use -bf 0";

    private boolean hinted = true;
    private boolean open;
    private int units;
    private long firstNanos;

    /** A new configuration may bring or take the hint; an open gate stays open. */
    void configure(H264Config config) {
        hinted = config.maxReorderFrames() > 0
                || (config.maxReorderFrames() < 0 && config.profile() != PROFILE_BASELINE);
    }

    boolean open() {
        return open;
    }

    /**
     * Judges an access unit, borrowed.
     *
     * @throws ProtocolException B_FRAMES
     */
    void judge(ByteBuf unit, boolean composed, long nowNanos) {
        if (BFrames.hasBSlice(unit)) {
            throw new ProtocolException(StableCode.B_FRAMES, ADVICE);
        }
        if (open) {
            return;
        }
        hinted |= composed;
        firstNanos = units++ == 0 ? nowNanos : firstNanos;
        open = !hinted || units >= ENOUGH_UNITS || nowNanos - firstNanos >= ENOUGH_NANOS;
    }
}

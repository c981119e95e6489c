package dev.sluice.ingest;

import dev.sluice.media.Codec;
import dev.sluice.media.H264Config;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.VideoConfig;
import dev.sluice.media.h264.BFrames;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;

/**
 * Keeps B-frames out: WebRTC shows frames in decode order. In H.264 a slice type is the proof; composition times, the
 * SPS's reordering and a profile that can have B-frames are only hints, for which the gate stays shut until four access
 * units or 200 ms have passed without a B slice. HEVC is judged by its SPS; the other codecs have no reordering that a
 * viewer would see. Pure: the clock is an argument.
 */
final class ReorderGate {
    private static final int PROFILE_BASELINE = 66;
    private static final int ENOUGH_UNITS = 4;
    private static final long ENOUGH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final String ADVICE = "H.264 with B-frames can't be played over WebRTC; turn them off:"
            + " in OBS set B-frames to 0 or tune zerolatency, in FFmpeg use -bf 0";
    private static final String HEVC_ADVICE = "HEVC with reordered pictures (sps_max_num_reorder_pics above 0) can't be"
            + " played over WebRTC; turn B-frames off: in OBS set B-frames to 0, in FFmpeg use -bf 0";

    private boolean hinted = true;
    private boolean sliced = true;
    private boolean open;
    private int units;
    private long firstNanos;

    /**
     * A new configuration may bring or take the hint; an open gate stays open.
     *
     * @throws ProtocolException B_FRAMES
     */
    void configure(VideoConfig config) {
        sliced = config.codec() == Codec.H264;
        hinted = config instanceof H264Config h264 && (h264.maxReorderFrames() > 0
                || (h264.maxReorderFrames() < 0 && h264.profile() != PROFILE_BASELINE));
        if (config instanceof HevcConfig hevc && hevc.maxReorderPics() > 0) {
            throw new ProtocolException(StableCode.B_FRAMES, HEVC_ADVICE);
        }
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
        if (sliced && BFrames.hasBSlice(unit)) {
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

package dev.sluice.media;

import io.netty.buffer.ByteBuf;

/**
 * One access unit (video) or one audio frame: complete, in decode order, immutable once published.
 *
 * <p>The payload of H.264 is length-prefixed NAL units (4-byte lengths) without SPS, PPS, access unit delimiters and
 * filler; the parameter sets stand in {@link TrackInfo#config()}. HEVC is the same with its VPS, SPS and PPS. VP8 and VP9
 * are the frame as its bitstream has it, AV1 is a temporal unit in the low-overhead format (every OBU with its size field)
 * without temporal delimiters. AAC is one raw_data_block without ADTS header, Opus one packet. Readers use absolute indices or a duplicate, never the payload's own reader index.
 *
 * <p>Reference-counted by its payload: whoever keeps a frame beyond the call that lent it retains it.
 */
public final class EncodedFrame {
    private final TrackInfo track;
    private final long sequence;
    private final long pts;
    private final long dts;
    private final boolean keyFrame;
    private final long arrivalNanos;
    private final ByteBuf payload;

    /**
     * @param sequence rises by one with each frame of the track; 0 before the track has numbered it
     * @param pts presentation time in ticks of {@code track.clockRate()}, on the publisher's timeline
     * @param dts decoding time, likewise
     * @param keyFrame whether decoding can start here; every audio frame is one
     * @param arrivalNanos when its last byte was read, by {@link dev.sluice.runtime.Clock#nanos()}
     * @param payload taken over: released when the last holder releases the frame
     */
    public EncodedFrame(TrackInfo track, long sequence, long pts, long dts, boolean keyFrame, long arrivalNanos,
            ByteBuf payload) {
        this.track = track;
        this.sequence = sequence;
        this.pts = pts;
        this.dts = dts;
        this.keyFrame = keyFrame;
        this.arrivalNanos = arrivalNanos;
        this.payload = payload;
    }

    public TrackInfo track() {
        return track;
    }

    public long sequence() {
        return sequence;
    }

    public long pts() {
        return pts;
    }

    public long dts() {
        return dts;
    }

    public boolean keyFrame() {
        return keyFrame;
    }

    public long arrivalNanos() {
        return arrivalNanos;
    }

    /** Borrowed. */
    public ByteBuf payload() {
        return payload;
    }

    /** Bytes of payload. */
    public int size() {
        return payload.readableBytes();
    }

    public EncodedFrame retain() {
        payload.retain();
        return this;
    }

    public void release() {
        payload.release();
    }
}

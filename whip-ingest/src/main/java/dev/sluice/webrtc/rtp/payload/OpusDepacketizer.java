package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.OpusConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Opus: a payload is a frame (RFC 7587 4.2), that of a pause too, which has one byte or two. */
public final class OpusDepacketizer implements Depacketizer {
    /** What rtpmap always says, whatever is inside (RFC 7587 7). */
    private static final int CHANNELS = 2;
    /** Larger ones could not be sent on. */
    private static final int MAX_PACKET = OpusPacketizer.MAX_PACKET;

    private final OpusConfig config;
    private @Nullable ByteBuf frame;

    public OpusDepacketizer() {
        this(CHANNELS);
    }

    public OpusDepacketizer(int channels) {
        this.config = new OpusConfig(channels);
    }

    @Override
    public boolean startsFrame(ByteBuf packet, int index, int length) {
        return true;
    }

    @Override
    public boolean add(ByteBuf packet, int index, int length) {
        if (length == 0) {
            return true;
        }
        boolean alone = frame == null && length <= MAX_PACKET;
        if (alone) {
            frame = ByteBufAllocator.DEFAULT.buffer(length, length).writeBytes(packet, index, length);
        }
        return alone;
    }

    @Override
    public @Nullable ByteBuf finish() {
        var finished = frame;
        frame = null;
        return finished;
    }

    @Override
    public boolean keyFrame() {
        return true;
    }

    @Override
    public OpusConfig config() {
        return config;
    }

    @Override
    public void reset() {
        var unfinished = finish();
        if (unfinished != null) {
            unfinished.release();
        }
    }
}

package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.VideoConfig;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What VP8 and VP9 share: payloads follow one another as they are, and a key frame's own header is the configuration. */
abstract sealed class VpxDepacketizer implements Depacketizer permits Vp8Depacketizer, Vp9Depacketizer {
    final FrameBytes frame = new FrameBytes();
    private @Nullable VideoConfig config;
    private boolean keyFrame;

    /** Ends what was collected, which is something; false where it is no whole frame. */
    abstract boolean complete();

    /** Whether the frame's header is that of a key frame. */
    abstract boolean startsAsKeyFrame(ByteBuf bytes);

    /** Of a key frame; null where its header is malformed. */
    abstract @Nullable VideoConfig read(ByteBuf bytes);

    @Override
    public final @Nullable ByteBuf finish() {
        keyFrame = false;
        var finished = frame.length() > 0 && complete() && decodable(frame.buffer()) ? frame.take() : null;
        reset();
        return finished;
    }

    private boolean decodable(ByteBuf bytes) {
        if (!startsAsKeyFrame(bytes)) {
            return config != null;
        }
        var read = read(bytes);
        keyFrame = read != null;
        config = keyFrame ? read : config;
        return keyFrame;
    }

    @Override
    public final boolean keyFrame() {
        return keyFrame;
    }

    @Override
    public final @Nullable VideoConfig config() {
        return config;
    }

    @Override
    public void reset() {
        frame.reset();
    }
}

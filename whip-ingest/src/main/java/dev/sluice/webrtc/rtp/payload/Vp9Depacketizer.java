package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.VideoConfig;
import dev.sluice.media.vp9.Superframe;
import dev.sluice.media.vp9.Vp9FrameHeader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * VP9 (RFC 9628). A picture of one spatial layer is that layer's frame; one of several becomes a superframe, as which a
 * plain decoder takes it and shows the highest layer. The configuration is then the lowest layer's, whose frame starts
 * the sequence.
 */
public final class Vp9Depacketizer extends VpxDepacketizer {
    private final Vp9Descriptor descriptor = new Vp9Descriptor();
    private final int[] sizes = new int[Superframe.MAX_FRAMES];
    private int layers;
    private int layerStart;
    private boolean inLayer;
    private boolean interPredicted;

    @Override
    public boolean startsFrame(ByteBuf packet, int index, int length) {
        return descriptor.read(packet, index, length) && descriptor.begins() && descriptor.spatialLayer() == 0;
    }

    @Override
    public boolean add(ByteBuf packet, int index, int length) {
        if (length == 0) {
            return true;
        }
        if (!descriptor.read(packet, index, length) || descriptor.begins() == inLayer) {
            return false;
        }
        if (descriptor.begins() && !begin()) {
            return false;
        }
        int at = descriptor.payloadIndex();
        boolean added = frame.add(packet, at, index + length - at);
        if (descriptor.ends()) {
            sizes[layers++] = frame.length() - layerStart;
            inLayer = false;
        }
        return added;
    }

    private boolean begin() {
        if (layers == 0) {
            interPredicted = descriptor.interPredicted();
        }
        layerStart = frame.length();
        inLayer = true;
        return layers < Superframe.MAX_FRAMES;
    }

    @Override
    boolean complete() {
        if (inLayer || (layers > 1 && !frame.fits(Superframe.MAX_INDEX))) {
            return false;
        }
        if (layers > 1) {
            Superframe.writeIndex(frame.buffer(), sizes, layers);
        }
        return true;
    }

    /** FFmpeg never sets P, so the frame's own header has its say. */
    @Override
    boolean startsAsKeyFrame(ByteBuf bytes) {
        return !interPredicted && Vp9FrameHeader.key(bytes);
    }

    @Override
    @Nullable
    VideoConfig read(ByteBuf bytes) {
        return Vp9FrameHeader.config(bytes);
    }

    @Override
    public void reset() {
        super.reset();
        layers = 0;
        inLayer = false;
    }
}

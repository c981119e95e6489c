package dev.sluice.rtmp.frame;

import dev.sluice.media.VideoConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** VP8 and VP9: frames pass as they are, and the key frame's header is all there is of a configuration. */
final class VpxFrameReader implements FrameReader {
    /** Whether the readable bytes, at least one, start as a key frame does. */
    private final Predicate<ByteBuf> startsKeyFrame;
    /** Of the key frame in the readable bytes; null where they are none. */
    private final Function<ByteBuf, @Nullable VideoConfig> header;
    private @Nullable VideoConfig config;
    private boolean keyFrame;

    VpxFrameReader(Predicate<ByteBuf> startsKeyFrame, Function<ByteBuf, @Nullable VideoConfig> header) {
        this.startsKeyFrame = startsKeyFrame;
        this.header = header;
    }

    /** A VPCodecConfigurationRecord tells of profile, level and colours, nothing that the key frame does not. */
    @Override
    public void sequenceHeader(ByteBuf record) {}

    @Override
    public boolean read(ByteBuf data) {
        keyFrame = data.isReadable() && startsKeyFrame.test(data);
        if (!keyFrame) {
            return data.isReadable();
        }
        var found = header.apply(data);
        config = found == null ? config : found;
        return found != null;
    }

    @Override
    public boolean keyFrame() {
        return keyFrame;
    }

    @Override
    public ByteBuf payload(ByteBuf data, ByteBufAllocator allocator) {
        return data.retainedSlice();
    }

    @Override
    public @Nullable VideoConfig config() {
        return config;
    }
}

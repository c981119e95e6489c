package dev.sluice.ingest;

import dev.sluice.media.CodecConfig;
import dev.sluice.media.MediaKind;
import dev.sluice.media.TrackInfo;
import dev.sluice.media.VideoConfig;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One track of a session before it is one of the publisher: what configuration follows, and for video whether it was found
 * free of B-frames. Lives on the session's loop.
 */
final class Encoding {
    private final String name;
    private final String trackId;
    private final ReorderGate gate = new ReorderGate();
    private @Nullable CodecConfig config;

    /** @param name empty: the only one of its kind */
    Encoding(MediaKind kind, String name) {
        this.name = name;
        this.trackId = TrackInfo.id(kind, name);
    }

    String name() {
        return name;
    }

    String trackId() {
        return trackId;
    }

    @Nullable
    CodecConfig config() {
        return config;
    }

    /** @throws dev.sluice.runtime.ProtocolException B_FRAMES */
    void configure(CodecConfig next) {
        if (!next.equals(config)) {
            if (next instanceof VideoConfig video) {
                gate.configure(video);
            }
            config = next;
        }
    }

    /** Borrows. @throws dev.sluice.runtime.ProtocolException B_FRAMES */
    void judge(ByteBuf unit, boolean composed, long nowNanos) {
        gate.judge(unit, composed, nowNanos);
    }

    /** Whether its pictures may be seen. */
    boolean open() {
        return gate.open();
    }
}

package dev.sluice.webrtc.rtp;

import dev.sluice.media.EncodedFrame;
import dev.sluice.webrtc.rtp.payload.Packetizer;
import dev.sluice.webrtc.rtp.payload.PayloadList;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One place of a feed's ring: a frame, retained, and its payloads. Reused for another frame once it was emptied. */
final class FeedFrame {
    private final PayloadList payloads = new PayloadList();
    private @Nullable EncodedFrame frame;
    private long usedNanos;

    /** Returns whether the frame can be sent; one that cannot has no packets. */
    boolean fill(EncodedFrame next, Packetizer packetizer, long nowNanos) {
        frame = next.retain();
        usedNanos = nowNanos;
        return packetizer.packetize(next, payloads);
    }

    /** Releases the frame; idempotent. */
    void empty() {
        payloads.clear();
        if (frame != null) {
            frame.release();
            frame = null;
        }
    }

    void use(long nowNanos) {
        usedNanos = nowNanos;
    }

    long usedNanos() {
        return usedNanos;
    }

    private EncodedFrame frame() {
        if (frame == null) {
            throw new IllegalStateException("empty");
        }
        return frame;
    }

    long sequence() {
        return frame().sequence();
    }

    /** Bytes of the frame. */
    int size() {
        return frame().size();
    }

    /** Packets. */
    int count() {
        return payloads.count();
    }

    /** Bytes of a packet's payload. */
    int length(int packet) {
        return payloads.length(packet);
    }

    void write(int packet, ByteBuf out) {
        payloads.write(packet, frame().payload(), out);
    }
}

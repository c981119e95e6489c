package dev.sluice.webrtc.rtp.payload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** The bytes of a frame while it is put together, bounded. Owns them until they are taken. */
final class FrameBytes {
    private static final int INITIAL_BYTES = 2_048;
    private static final int SMOOTHING = 8;
    private static final int SPARE = 4;

    private @Nullable ByteBuf bytes;
    /** How large frames have been of late: a buffer that has to grow is copied each time. */
    private int usual = INITIAL_BYTES;

    /** Appends a copy; false where the frame would get too large. */
    boolean add(ByteBuf packet, int index, int length) {
        if (!fits(length)) {
            return false;
        }
        // The other way round Netty makes an NIO buffer for each packet.
        packet.getBytes(index, buffer().ensureWritable(length), length);
        return true;
    }

    /** Whether so many bytes more may be. */
    boolean fits(int more) {
        return length() + more <= Depacketizer.MAX_FRAME_BYTES;
    }

    int length() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    /** To append to and read from, borrowed. */
    ByteBuf buffer() {
        var current = bytes;
        if (current == null) {
            current = ByteBufAllocator.DEFAULT.buffer(usual + usual / SPARE);
            bytes = current;
        }
        return current;
    }

    /** Gives away what was collected, and starts over. */
    ByteBuf take() {
        var taken = buffer();
        part(taken);
        return taken;
    }

    private void part(ByteBuf from) {
        usual += (from.readableBytes() - usual) / SMOOTHING;
        bytes = null;
    }

    /** Releases what was collected; idempotent. */
    void reset() {
        var rest = bytes;
        if (rest != null) {
            part(rest);
            rest.release();
        }
    }
}

package dev.sluice.webrtc;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection's bytes into packets (RFC 4571 2): each stands behind its length in two bytes. Owns what it was
 * given; never keeps more than one read and one incomplete frame.
 */
final class FrameReader {
    static final int LENGTH_BYTES = 2;

    private final ByteBufAllocator allocator;
    private ByteBuf stream = Unpooled.EMPTY_BUFFER;

    FrameReader(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** The next bytes of the connection; taken. */
    void add(ByteBuf bytes) {
        var before = stream;
        stream = bytes;
        if (before.isReadable()) {
            // A copy per read that ended within a frame, so that nothing read before is kept alive.
            stream = allocator.directBuffer(before.readableBytes() + bytes.readableBytes()).writeBytes(before)
                    .writeBytes(bytes);
            bytes.release();
        }
        before.release();
    }

    /**
     * The frame that is next, which stays so; a view until the next call of {@link #add}. Null if it isn't complete.
     *
     * @throws ProtocolException if it is longer than any packet
     */
    @Nullable
    ByteBuf peek() {
        if (stream.readableBytes() < LENGTH_BYTES) {
            return null;
        }
        int length = stream.getUnsignedShort(stream.readerIndex());
        if (length > PortBinding.MAX_DATAGRAM_BYTES) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "ICE-TCP frame", length + " bytes",
                    "at most " + PortBinding.MAX_DATAGRAM_BYTES);
        }
        return stream.readableBytes() - LENGTH_BYTES < length
                ? null
                : stream.slice(stream.readerIndex() + LENGTH_BYTES, length);
    }

    /** Goes on behind the frame that {@link #peek} gave. */
    void skip() {
        stream.skipBytes(LENGTH_BYTES + stream.getUnsignedShort(stream.readerIndex()));
    }

    int buffered() {
        return stream.readableBytes();
    }

    void close() {
        stream.release();
        stream = Unpooled.EMPTY_BUFFER;
    }
}

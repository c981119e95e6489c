package dev.sluice.rtmp.codec;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the reader remembers of one chunk stream: the header that later chunks refer to, and the message begun. */
final class ChunkStream {
    private static final long MASK = 0xffff_ffffL;

    final int id;
    int length;
    int typeId;
    int streamId;
    /** Timestamp of the message that is being read or was read last. */
    long timestamp;
    /** What the last header with a timestamp field carried: an absolute time (type 0) or a delta. */
    long field;
    /** Whether that field was an extended one. */
    boolean extended;
    @Nullable
    ByteBuf partial;

    ChunkStream(int id) {
        this.id = id;
    }

    void absolute(long value) {
        field = value;
        timestamp = value;
    }

    /** A new message, {@code value} after the one before; modulo 2^32 (RTMP 1.0 5.3.1.3). */
    void delta(long value) {
        field = value;
        timestamp = (timestamp + value) & MASK;
    }

    int missing() {
        return partial == null ? length : length - partial.readableBytes();
    }

    /** Hands the message begun over to the caller. */
    RawMessage take() {
        var payload = Objects.requireNonNull(partial);
        partial = null;
        return new RawMessage(id, typeId, streamId, timestamp, payload);
    }

    /** Drops the message begun. Returns how many bytes it had. */
    int discard() {
        if (partial == null) {
            return 0;
        }
        int bytes = partial.readableBytes();
        partial.release();
        partial = null;
        return bytes;
    }
}

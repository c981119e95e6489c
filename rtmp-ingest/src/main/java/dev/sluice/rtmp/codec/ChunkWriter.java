package dev.sluice.rtmp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Cuts messages into chunks with the shortest header that says the same, RTMP 1.0 5.3.1.2. One per connection and
 * direction; borrows the payload and appends to the caller's buffer.
 */
public final class ChunkWriter {
    private static final int EXTENDED = 0xffffff;

    private final IntObjectHashMap<Sent> streams = new IntObjectHashMap<>();
    private int chunkSize = ChunkReader.DEFAULT_CHUNK_SIZE;

    /** What the last message of a chunk stream had, which the next header may leave out. */
    private record Sent(int streamId, long timestamp, long delta, int length, int typeId) {}

    /** From the next message on; the peer must have been told by Set Chunk Size. */
    public void chunkSize(int size) {
        if (size < 1 || size > ChunkReader.MAX_CHUNK_SIZE) {
            throw new IllegalArgumentException("chunk size " + size);
        }
        chunkSize = size;
    }

    /** Appends the whole message. The payload's reader index is moved to its end. */
    public void write(RawMessage message, ByteBuf out) {
        var before = streams.get(message.chunkStreamId());
        int format = format(message, before);
        long delta = before == null ? message.timestamp() : message.timestamp() - before.timestamp();
        long field = format == 0 ? message.timestamp() : delta;
        header(format, message, field, out);
        streams.put(message.chunkStreamId(), new Sent(message.streamId(), message.timestamp(),
                format == 0 ? -1 : delta, message.payload().readableBytes(), message.typeId()));
        payload(message, field, out);
    }

    private static int format(RawMessage message, @Nullable Sent before) {
        if (before == null || before.streamId() != message.streamId() || message.timestamp() < before.timestamp()) {
            return 0;
        }
        if (before.length() != message.payload().readableBytes() || before.typeId() != message.typeId()) {
            return 1;
        }
        return message.timestamp() - before.timestamp() == before.delta() ? 3 : 2;
    }

    private static void header(int format, RawMessage message, long field, ByteBuf out) {
        basicHeader(format, message.chunkStreamId(), out);
        if (format < 3) {
            out.writeMedium((int) Math.min(field, EXTENDED));
        }
        if (format < 2) {
            out.writeMedium(message.payload().readableBytes()).writeByte(message.typeId());
        }
        if (format == 0) {
            out.writeIntLE(message.streamId());
        }
        extendedTimestamp(field, out);
    }

    private void payload(RawMessage message, long field, ByteBuf out) {
        var payload = message.payload();
        out.writeBytes(payload, Math.min(chunkSize, payload.readableBytes()));
        while (payload.isReadable()) {
            basicHeader(3, message.chunkStreamId(), out);
            extendedTimestamp(field, out);
            out.writeBytes(payload, Math.min(chunkSize, payload.readableBytes()));
        }
    }

    private static void extendedTimestamp(long field, ByteBuf out) {
        if (field >= EXTENDED) {
            out.writeInt((int) field);
        }
    }

    private static void basicHeader(int format, int id, ByteBuf out) {
        int high = format << 6;
        if (id < 64) {
            out.writeByte(high | id);
        } else if (id < 320) {
            out.writeByte(high).writeByte(id - 64);
        } else {
            out.writeByte(high | 1).writeShortLE(id - 64);
        }
    }
}

package dev.sluice.rtmp.codec;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.collection.IntObjectHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reassembles chunks into messages, RTMP 1.0 5.3.1. Borrows the input: payload bytes are copied once, into a buffer of
 * the message's own, so that a small frame kept for long never holds on to a large read buffer. One per connection, on
 * its event loop; {@link #close} releases what was begun.
 */
public final class ChunkReader {
    /** Chunk size until the peer says otherwise. */
    public static final int DEFAULT_CHUNK_SIZE = 128;
    /** A larger chunk size means the same: no message is longer than this (RTMP 1.0 5.4.1). */
    public static final int MAX_CHUNK_SIZE = 0xffffff;
    private static final int FIRST_ALLOCATION = 4096;

    private final ByteBufAllocator allocator;
    private final ChunkHeaderReader headers = new ChunkHeaderReader();
    private final IntObjectHashMap<ChunkStream> streams = new IntObjectHashMap<>();
    private ChunkLimits limits;
    private int chunkSize = DEFAULT_CHUNK_SIZE;
    private int partialBytes;
    private @Nullable ChunkStream current;
    private int chunkMissing;

    public ChunkReader(ChunkLimits limits, ByteBufAllocator allocator) {
        this.limits = limits;
        this.allocator = allocator;
    }

    /** New bounds, for messages that begin from now on. */
    public void limits(ChunkLimits newLimits) {
        limits = newLimits;
    }

    /** The peer's Set Chunk Size. */
    public void chunkSize(int size) {
        chunkSize = Math.min(size, MAX_CHUNK_SIZE);
    }

    /** The peer's Abort Message: what was begun on that chunk stream is dropped. */
    public void abort(int chunkStreamId) {
        var stream = streams.get(chunkStreamId);
        if (stream != null) {
            partialBytes -= stream.discard();
        }
    }

    /**
     * Reads on. What stays unread in the input is the beginning of a chunk header: bring it again with more.
     *
     * @return the next whole message, now the caller's to release; null when more bytes are needed
     */
    public @Nullable RawMessage read(ByteBuf in) {
        while (current != null || header(in)) {
            var stream = Objects.requireNonNull(current);
            payload(stream, in);
            if (chunkMissing > 0) {
                return null;
            }
            current = null;
            if (stream.missing() == 0) {
                return complete(stream);
            }
        }
        return null;
    }

    /** Bytes held of messages that are not complete. */
    public int partialBytes() {
        return partialBytes;
    }

    public void close() {
        streams.values().forEach(ChunkStream::discard);
        streams.clear();
        current = null;
        partialBytes = 0;
    }

    private boolean header(ByteBuf in) {
        if (!headers.read(in, streams)) {
            return false;
        }
        var stream = headers.stream();
        if (stream.partial == null) {
            begin(stream);
        }
        chunkMissing = Math.min(chunkSize, stream.missing());
        current = stream;
        return true;
    }

    private void begin(ChunkStream stream) {
        if (stream.length > limits.messageBytes()) {
            throw ProtocolException.found(StableCode.LIMIT_EXCEEDED, "bytes of an RTMP message", stream.length,
                    "at most " + limits.messageBytes());
        }
        if (streams.put(stream.id, stream) == null && streams.size() > limits.chunkStreams()) {
            throw ProtocolException.found(StableCode.LIMIT_EXCEEDED, "RTMP chunk streams", streams.size(),
                    "at most " + limits.chunkStreams());
        }
    }

    private void payload(ChunkStream stream, ByteBuf in) {
        int count = Math.min(chunkMissing, in.readableBytes());
        if (partialBytes + count > limits.partialBytes()) {
            throw ProtocolException.found(StableCode.LIMIT_EXCEEDED, "bytes of unfinished RTMP messages",
                    partialBytes + count, "at most " + limits.partialBytes());
        }
        var partial = stream.partial;
        if (partial == null) {
            // Grows with what arrives: a header alone must not cost the length that it claims.
            partial = allocator.buffer(Math.min(stream.length, Math.max(FIRST_ALLOCATION, count)), stream.length);
            stream.partial = partial;
        }
        partial.writeBytes(in, count);
        partialBytes += count;
        chunkMissing -= count;
    }

    private RawMessage complete(ChunkStream stream) {
        var message = stream.take();
        partialBytes -= message.payload().readableBytes();
        return message;
    }
}

package dev.sluice.pull.flv;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads an FLV stream however it is cut. Header, then each tag behind the size of the one before, which is not looked at:
 * many writers get it wrong. A body has a buffer of its own, which grows with the bytes that come. Pure.
 *
 * <pre>
 *  | FLV | version 8 | flags 8 | data offset 32 |
 *  | size of the tag before 32 | reserved 2 | encrypted 1 | type 5 | body's size 24 | time 24 | its highest 8 | 0 24 | body |
 * </pre>
 */
public final class FlvReader implements AutoCloseable {
    private static final int FILE_HEADER = Signature.LENGTH;
    private static final int TAG_HEADER = 4 + 11;
    /** A longer header than any writer's. */
    private static final long MAX_DATA_OFFSET = 4096;
    private static final int FIRST_ALLOCATION = 64 << 10;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int SCRIPT = 18;
    private static final int TYPE_AND_FILTER = 0x3f;

    private final int maxBody;
    private final ByteBufAllocator allocator;
    private final byte[] header = new byte[TAG_HEADER];
    private int headerBytes;
    private boolean begun;
    private long skip;
    private FlvTag.Kind kind = FlvTag.Kind.SCRIPT;
    private long timestamp;
    private int size;
    private @Nullable ByteBuf body;

    public FlvReader(int maxBody, ByteBufAllocator allocator) {
        this.maxBody = maxBody;
        this.allocator = allocator;
    }

    /** Whether a header has come, so that this is FLV. */
    public boolean begun() {
        return begun;
    }

    /**
     * The next whole tag, or null when more bytes are needed; those that came have been taken.
     *
     * @throws ProtocolException SOURCE_FORMAT, LIMIT_EXCEEDED
     */
    public @Nullable FlvTag read(ByteBuf in) {
        while (in.isReadable()) {
            if (skip > 0) {
                int some = (int) Math.min(skip, in.readableBytes());
                in.skipBytes(some);
                skip -= some;
            } else if (body != null) {
                return body(in);
            } else if (header(in, begun ? TAG_HEADER : FILE_HEADER)) {
                var empty = onHeader();
                if (empty != null) {
                    return empty;
                }
            }
        }
        return null;
    }

    private boolean header(ByteBuf in, int length) {
        int some = Math.min(length - headerBytes, in.readableBytes());
        in.readBytes(header, headerBytes, some);
        headerBytes += some;
        if (headerBytes < length) {
            return false;
        }
        headerBytes = 0;
        return true;
    }

    private @Nullable FlvTag onHeader() {
        if (begun) {
            return onTagHeader();
        }
        if (header[0] != 'F' || header[1] != 'L' || header[2] != 'V') {
            throw ProtocolException.found(StableCode.SOURCE_FORMAT, "stream", Signature.named(header), "FLV");
        }
        long dataOffset = number(5, 4);
        if (dataOffset < FILE_HEADER || dataOffset > MAX_DATA_OFFSET) {
            throw ProtocolException.found(StableCode.SOURCE_FORMAT, "FLV data offset", dataOffset,
                    FILE_HEADER + ".." + MAX_DATA_OFFSET);
        }
        skip = dataOffset - FILE_HEADER;
        begun = true;
        return null;
    }

    private @Nullable FlvTag onTagHeader() {
        kind = switch (header[4] & TYPE_AND_FILTER) {
            case AUDIO -> FlvTag.Kind.AUDIO;
            case VIDEO -> FlvTag.Kind.VIDEO;
            case SCRIPT -> FlvTag.Kind.SCRIPT;
            default ->
                throw ProtocolException.found(StableCode.SOURCE_FORMAT, "FLV tag type", header[4] & TYPE_AND_FILTER,
                        "8, 9 or 18, not encrypted");
        };
        size = (int) number(5, 3);
        timestamp = number(8, 3) | (number(11, 1) << 24);
        if (size > maxBody) {
            throw ProtocolException.found(StableCode.LIMIT_EXCEEDED, "FLV tag", size + " bytes", "at most " + maxBody);
        }
        body = allocator.buffer(Math.min(size, FIRST_ALLOCATION), Math.max(size, 1));
        return size == 0 ? whole(body) : null;
    }

    private long number(int from, int bytes) {
        long number = 0;
        for (int i = from; i < from + bytes; i++) {
            number = (number << Byte.SIZE) | (header[i] & 0xff);
        }
        return number;
    }

    private @Nullable FlvTag body(ByteBuf in) {
        var partial = Objects.requireNonNull(body);
        partial.writeBytes(in, Math.min(size - partial.readableBytes(), in.readableBytes()));
        return partial.readableBytes() == size ? whole(partial) : null;
    }

    private FlvTag whole(ByteBuf complete) {
        body = null;
        return new FlvTag(kind, timestamp, complete);
    }

    /** Bytes of a body that is not whole yet. */
    int partialBytes() {
        return body == null ? 0 : body.capacity();
    }

    @Override
    public void close() {
        if (body != null) {
            body.release();
            body = null;
        }
    }
}

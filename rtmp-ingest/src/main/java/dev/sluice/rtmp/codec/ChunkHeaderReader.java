package dev.sluice.rtmp.codec;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one chunk header, all of it or nothing (RTMP 1.0 5.3.1):
 *
 * <pre>
 *  +--------------+----------------+--------------------+
 *  | basic header | message header | extended timestamp |
 *  | 1, 2 or 3    | 11, 7, 3 or 0  | 0 or 4             |
 *  +--------------+----------------+--------------------+
 * </pre>
 */
final class ChunkHeaderReader {
    private static final int EXTENDED = 0xffffff;
    private static final int[] MESSAGE_HEADER_BYTES = {11, 7, 3, 0};

    private @Nullable ChunkStream stream;
    private int basicBytes;
    private int chunkStreamId;

    /** The chunk stream of the header read last; one seen for the first time is not in the map yet. */
    ChunkStream stream() {
        return Objects.requireNonNull(stream);
    }

    /** @return whether a whole header was read; if not, the input is as it was */
    boolean read(ByteBuf in, IntObjectMap<ChunkStream> streams) {
        int available = in.readableBytes();
        if (available == 0) {
            return false;
        }
        int start = in.readerIndex();
        int format = in.getUnsignedByte(start) >> 6;
        if (!basicHeader(in, start, available)) {
            return false;
        }
        int end = basicBytes + MESSAGE_HEADER_BYTES[format];
        if (available < end) {
            return false;
        }
        var known = streams.get(chunkStreamId);
        int read = format == 3
                ? continued(known, in, start + end, available - end)
                : started(format, known, in, start + basicBytes, available - basicBytes);
        if (read < 0) {
            return false;
        }
        in.skipBytes(basicBytes + read);
        return true;
    }

    /** RTMP 1.0 5.3.1.1: ids 2..63 in one byte, up to 319 in two, up to 65599 in three. */
    private boolean basicHeader(ByteBuf in, int start, int available) {
        int low = in.getUnsignedByte(start) & 0x3f;
        basicBytes = low > 1 ? 1 : low + 2;
        if (available < basicBytes) {
            return false;
        }
        chunkStreamId = switch (low) {
            case 0 -> 64 + in.getUnsignedByte(start + 1);
            case 1 -> 64 + in.getUnsignedShortLE(start + 1);
            default -> low;
        };
        return true;
    }

    /** Types 0, 1 and 2 start a message. Returns the bytes of header read, -1 if there are too few. */
    private int started(int format, @Nullable ChunkStream known, ByteBuf in, int at, int available) {
        var next = startable(format, known);
        int bytes = MESSAGE_HEADER_BYTES[format];
        long field = in.getUnsignedMedium(at);
        boolean extended = field == EXTENDED;
        if (extended) {
            if (available < bytes + 4) {
                return -1;
            }
            field = in.getUnsignedInt(at + bytes);
        }
        next.extended = extended;
        if (format < 2) {
            next.length = in.getUnsignedMedium(at + 3);
            next.typeId = in.getUnsignedByte(at + 6);
        }
        if (format == 0) {
            next.streamId = in.getIntLE(at + 7);
            next.absolute(field);
        } else {
            next.delta(field);
        }
        stream = next;
        return bytes + (extended ? 4 : 0);
    }

    private ChunkStream startable(int format, @Nullable ChunkStream known) {
        if (known == null) {
            // librtmp opens a chunk stream with type 1 (time counted from 0); type 2 would refer to nothing.
            if (format == 2) {
                throw noHeader(format);
            }
            return new ChunkStream(chunkStreamId);
        }
        if (known.partial != null) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "RTMP chunk type inside a message", format, 3);
        }
        return known;
    }

    /**
     * Type 3 goes on with a message, or starts one like the last. RTMP 1.0 5.3.1.3 repeats the extended timestamp here;
     * Adobe's older encoders do not, so it is taken for one only if it is the same value.
     */
    private int continued(@Nullable ChunkStream known, ByteBuf in, int at, int available) {
        if (known == null) {
            throw noHeader(3);
        }
        int repeated = known.extended ? repeatedTimestamp(known.field, in, at, available) : 0;
        if (repeated < 0) {
            return -1;
        }
        if (known.partial == null) {
            known.delta(known.field); // 5.3.1.2.4: after a type 0 its timestamp is the delta
        }
        stream = known;
        return repeated;
    }

    private static int repeatedTimestamp(long field, ByteBuf in, int at, int available) {
        for (int i = 0; i < 4; i++) {
            if (i >= available) {
                return -1;
            }
            if (in.getUnsignedByte(at + i) != (field >> (24 - 8 * i) & 0xff)) {
                return 0;
            }
        }
        return 4;
    }

    private ProtocolException noHeader(int format) {
        return ProtocolException.found(StableCode.PROTOCOL_ERROR, "first RTMP chunk of chunk stream " + chunkStreamId,
                "type " + format, "type 0");
    }
}

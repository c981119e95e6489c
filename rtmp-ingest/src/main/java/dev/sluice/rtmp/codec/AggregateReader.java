package dev.sluice.rtmp.codec;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import org.jspecify.annotations.Nullable;

/**
 * Takes an aggregate message apart, RTMP 1.0 7.1.6: FLV tags, each with a back pointer. Their times count from the
 * first one's, which stands for the aggregate's own. Borrows the aggregate; so do the parts.
 *
 * <pre>
 *  | type 1 | size 3 | time 3 | time bits 31..24 1 | stream id 3 | body | back pointer 4 |
 * </pre>
 */
public final class AggregateReader {
    private static final int TAG_HEADER = 11;
    private static final int BACK_POINTER = 4;
    private static final long MASK = 0xffff_ffffL;

    private final RtmpMessage.Aggregate aggregate;
    private int at;
    private long firstTime = -1;

    public AggregateReader(RtmpMessage.Aggregate aggregate) {
        this.aggregate = aggregate;
        this.at = aggregate.body().readerIndex();
    }

    /** @return the next audio, video or unknown part; null behind the last */
    public @Nullable RtmpMessage next() {
        var body = aggregate.body();
        int left = body.writerIndex() - at;
        if (left == 0) {
            return null;
        }
        int size = left < TAG_HEADER ? 0 : body.getUnsignedMedium(at + 1);
        if (left < TAG_HEADER + size) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "RTMP aggregate part", left + " bytes",
                    TAG_HEADER + size);
        }
        long time = body.getUnsignedMedium(at + 4) | (long) body.getUnsignedByte(at + 7) << 24;
        var part = new RawMessage(0, body.getUnsignedByte(at), aggregate.streamId(), rebased(time),
                body.slice(at + TAG_HEADER, size));
        at += Math.min(TAG_HEADER + size + BACK_POINTER, left);
        return MessageReader.media(part);
    }

    private long rebased(long time) {
        if (firstTime < 0) {
            firstTime = time;
        }
        return (aggregate.timestamp() + time - firstTime) & MASK;
    }
}

package dev.sluice.rtmp.codec;

import dev.sluice.media.Bytes;
import dev.sluice.rtmp.amf.AmfValue;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A message and its meaning. Media keep their bytes in the buffer of the {@link RawMessage} they were read from,
 * borrowed: whoever keeps a body beyond that message's release retains it. Text forms show no values, for they may be
 * secrets.
 */
public sealed interface RtmpMessage {
    /**
     * Protocol control 1, 5.4.1.
     *
     * @param size as used: at most {@link ChunkReader#MAX_CHUNK_SIZE}
     */
    record SetChunkSize(int size) implements RtmpMessage {}

    /** Protocol control 2, 5.4.2. */
    record Abort(int chunkStreamId) implements RtmpMessage {}

    /**
     * Protocol control 3, 5.4.3.
     *
     * @param sequence bytes received so far, modulo 2^32
     */
    record Acknowledgement(long sequence) implements RtmpMessage {}

    /**
     * User control, 6.2.
     *
     * @param data what follows the event type, 4 or 8 bytes in the events we know
     */
    record UserControl(int event, Bytes data) implements RtmpMessage {
        public static final int STREAM_BEGIN = 0;
        public static final int STREAM_EOF = 1;
        public static final int SET_BUFFER_LENGTH = 3;
        public static final int PING_REQUEST = 6;
        public static final int PING_RESPONSE = 7;
    }

    /** Protocol control 5, 5.4.4. */
    record WindowAckSize(long size) implements RtmpMessage {}

    /**
     * Protocol control 6, 5.4.5.
     *
     * @param limitType 0 hard, 1 soft, 2 dynamic
     */
    record SetPeerBandwidth(long size, int limitType) implements RtmpMessage {
        public static final int DYNAMIC = 2;
    }

    /**
     * A command, 7.1.1 and 7.2.
     *
     * @param amf3 whether it came as type 17, behind a 0 byte
     * @param object the command object, null where there is none
     */
    record Command(boolean amf3, int streamId, String name, double transactionId, AmfValue object,
            List<AmfValue> arguments) implements RtmpMessage {
        public Command(int streamId, String name, double transactionId, AmfValue object, AmfValue... arguments) {
            this(false, streamId, name, transactionId, object, List.of(arguments));
        }

        /** The argument at {@code index}, undefined where there is none. */
        public AmfValue argument(int index) {
            return index < arguments.size() ? arguments.get(index) : new AmfValue.Undefined();
        }

        @Override
        public String toString() {
            return "Command[" + arguments.size() + " arguments]";
        }
    }

    /** A data message, 7.1.2: metadata. */
    record Data(int streamId, long timestamp, List<AmfValue> values) implements RtmpMessage {
        @Override
        public String toString() {
            return "Data[" + values.size() + " values]";
        }
    }

    /** An FLV audio tag body, 7.1.4. */
    record Audio(int streamId, long timestamp, ByteBuf body) implements RtmpMessage {}

    /** An FLV video tag body, 7.1.5. */
    record Video(int streamId, long timestamp, ByteBuf body) implements RtmpMessage {}

    /** Several messages in one, 7.1.6; taken apart by {@link AggregateReader}. */
    record Aggregate(int streamId, long timestamp, ByteBuf body) implements RtmpMessage {}

    /** A type that we do not know or need, such as shared objects. */
    record Unknown(int typeId, int streamId, ByteBuf body) implements RtmpMessage {}
}

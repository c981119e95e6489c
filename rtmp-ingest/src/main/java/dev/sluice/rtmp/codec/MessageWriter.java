package dev.sluice.rtmp.codec;

import dev.sluice.rtmp.amf.Amf0Writer;
import dev.sluice.rtmp.amf.AmfValue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/** Turns messages into the bytes to send. One per connection; bodies of media messages are borrowed. */
public final class MessageWriter {
    /** RTMP 1.0 5.4: protocol control goes out on chunk stream 2, message stream 0. */
    private static final int CONTROL_CHUNK_STREAM = 2;
    private static final int COMMAND_CHUNK_STREAM = 3;
    private static final int AUDIO_CHUNK_STREAM = 4;
    private static final int DATA_CHUNK_STREAM = 5;
    private static final int VIDEO_CHUNK_STREAM = 6;

    private final ChunkWriter chunks = new ChunkWriter();
    private final ByteBufAllocator allocator;

    public MessageWriter(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Appends the chunks of a message. A Set Chunk Size holds for all that follow it. */
    public void write(RtmpMessage message, ByteBuf out) {
        switch (message) {
            case RtmpMessage.Audio(var stream, var time, var body) ->
                media(AUDIO_CHUNK_STREAM, MessageType.AUDIO, stream, time, body, out);
            case RtmpMessage.Video(var stream, var time, var body) ->
                media(VIDEO_CHUNK_STREAM, MessageType.VIDEO, stream, time, body, out);
            case RtmpMessage.Aggregate(var stream, var time, var body) ->
                media(VIDEO_CHUNK_STREAM, MessageType.AGGREGATE, stream, time, body, out);
            case RtmpMessage.Unknown(var type, var stream, var body) ->
                media(DATA_CHUNK_STREAM, type, stream, 0, body, out);
            default -> encoded(message, out);
        }
        if (message instanceof RtmpMessage.SetChunkSize(var size)) {
            chunks.chunkSize(size);
        }
    }

    private void media(int chunkStream, int type, int stream, long time, ByteBuf body, ByteBuf out) {
        chunks.write(new RawMessage(chunkStream, type, stream, time, body.duplicate()), out);
    }

    private void encoded(RtmpMessage message, ByteBuf out) {
        var body = allocator.buffer();
        try {
            chunks.write(encode(message, body), out);
        } finally {
            body.release();
        }
    }

    private static RawMessage encode(RtmpMessage message, ByteBuf body) {
        return switch (message) {
            case RtmpMessage.SetChunkSize(var size) -> control(MessageType.SET_CHUNK_SIZE, body.writeInt(size));
            case RtmpMessage.Abort(var id) -> control(MessageType.ABORT, body.writeInt(id));
            case RtmpMessage.Acknowledgement(var sequence) ->
                control(MessageType.ACKNOWLEDGEMENT, body.writeInt((int) sequence));
            case RtmpMessage.UserControl(var event, var data) -> {
                data.writeTo(body.writeShort(event));
                yield control(MessageType.USER_CONTROL, body);
            }
            case RtmpMessage.WindowAckSize(var size) ->
                control(MessageType.WINDOW_ACK_SIZE, body.writeInt((int) size));
            case RtmpMessage.SetPeerBandwidth(var size, var limitType) ->
                control(MessageType.SET_PEER_BANDWIDTH, body.writeInt((int) size).writeByte(limitType));
            case RtmpMessage.Command command -> command(command, body);
            case RtmpMessage.Data(var stream, var time, var values) -> {
                write(values, body);
                yield new RawMessage(DATA_CHUNK_STREAM, MessageType.DATA_AMF0, stream, time, body);
            }
            default -> throw new IllegalArgumentException(message.getClass().getSimpleName());
        };
    }

    private static RawMessage control(int type, ByteBuf body) {
        return new RawMessage(CONTROL_CHUNK_STREAM, type, 0, 0, body);
    }

    private static RawMessage command(RtmpMessage.Command command, ByteBuf body) {
        if (command.amf3()) {
            body.writeByte(0);
        }
        Amf0Writer.write(new AmfValue.Text(command.name()), body);
        Amf0Writer.write(new AmfValue.Num(command.transactionId()), body);
        Amf0Writer.write(command.object(), body);
        write(command.arguments(), body);
        int type = command.amf3() ? MessageType.COMMAND_AMF3 : MessageType.COMMAND_AMF0;
        return new RawMessage(COMMAND_CHUNK_STREAM, type, command.streamId(), 0, body);
    }

    private static void write(List<AmfValue> values, ByteBuf body) {
        values.forEach(value -> Amf0Writer.write(value, body));
    }
}

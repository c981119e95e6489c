package dev.sluice.rtmp.codec;

import dev.sluice.media.Bytes;
import dev.sluice.rtmp.amf.Amf0Reader;
import dev.sluice.rtmp.amf.AmfLimits;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Gives a whole message its meaning. Borrows it; media bodies are the message's own buffer. */
public final class MessageReader {
    private static final int MAX_USER_CONTROL_DATA = 64;

    private final AmfLimits limits;

    public MessageReader(AmfLimits limits) {
        this.limits = limits;
    }

    public RtmpMessage read(RawMessage raw) {
        var in = raw.payload();
        return switch (raw.typeId()) {
            case MessageType.SET_CHUNK_SIZE -> setChunkSize(in);
            case MessageType.ABORT -> new RtmpMessage.Abort(intAt(in, 0, "Abort"));
            case MessageType.ACKNOWLEDGEMENT ->
                new RtmpMessage.Acknowledgement(Integer.toUnsignedLong(intAt(in, 0, "Acknowledgement")));
            case MessageType.USER_CONTROL -> userControl(in);
            case MessageType.WINDOW_ACK_SIZE ->
                new RtmpMessage.WindowAckSize(Integer.toUnsignedLong(intAt(in, 0, "Window Acknowledgement Size")));
            case MessageType.SET_PEER_BANDWIDTH -> setPeerBandwidth(in);
            case MessageType.COMMAND_AMF0 -> command(raw, in, false);
            case MessageType.COMMAND_AMF3 -> command(raw, amf0Inside(in), true);
            case MessageType.DATA_AMF0 -> data(raw, in);
            case MessageType.DATA_AMF3 -> data(raw, amf0Inside(in));
            default -> media(raw);
        };
    }

    /** The types whose body is passed on as it is; the message types of an aggregate's parts are read by this too. */
    static RtmpMessage media(RawMessage raw) {
        return switch (raw.typeId()) {
            case MessageType.AUDIO -> new RtmpMessage.Audio(raw.streamId(), raw.timestamp(), raw.payload());
            case MessageType.VIDEO -> new RtmpMessage.Video(raw.streamId(), raw.timestamp(), raw.payload());
            case MessageType.AGGREGATE -> new RtmpMessage.Aggregate(raw.streamId(), raw.timestamp(), raw.payload());
            default -> new RtmpMessage.Unknown(raw.typeId(), raw.streamId(), raw.payload());
        };
    }

    private static RtmpMessage setChunkSize(ByteBuf in) {
        int size = intAt(in, 0, "Set Chunk Size");
        if (size < 1) { // 5.4.1: the first bit is 0, the size at least 1
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "RTMP chunk size", Integer.toUnsignedLong(size),
                    "1..2147483647");
        }
        return new RtmpMessage.SetChunkSize(Math.min(size, ChunkReader.MAX_CHUNK_SIZE));
    }

    private static RtmpMessage userControl(ByteBuf in) {
        need(in, 2, "User Control");
        int length = Math.min(in.readableBytes() - 2, MAX_USER_CONTROL_DATA);
        return new RtmpMessage.UserControl(in.getUnsignedShort(in.readerIndex()),
                Bytes.copyOf(in, in.readerIndex() + 2, length));
    }

    private static RtmpMessage setPeerBandwidth(ByteBuf in) {
        need(in, 5, "Set Peer Bandwidth");
        return new RtmpMessage.SetPeerBandwidth(Integer.toUnsignedLong(intAt(in, 0, "Set Peer Bandwidth")),
                in.getUnsignedByte(in.readerIndex() + 4));
    }

    private RtmpMessage command(RawMessage raw, ByteBuf in, boolean amf3) {
        var values = new Amf0Reader(in, limits);
        if (!(values.read() instanceof AmfValue.Text(var name))) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "RTMP command name", "no string", "a string");
        }
        double transactionId = values.hasMore() ? values.read().number(0) : 0;
        var object = values.hasMore() ? values.read() : new AmfValue.Null();
        return new RtmpMessage.Command(amf3, raw.streamId(), name, transactionId, object, values.rest());
    }

    private RtmpMessage data(RawMessage raw, ByteBuf in) {
        return new RtmpMessage.Data(raw.streamId(), raw.timestamp(), metadata(in));
    }

    /** Files pushed as they are bring key-frame tables beyond any limit; such metadata is left out, not fatal. */
    private List<AmfValue> metadata(ByteBuf in) {
        try {
            return new Amf0Reader(in, limits).rest();
        } catch (ProtocolException _) {
            return List.of();
        }
    }

    /** Type 15 and 17 bodies as encoders send them: a format byte 0, then AMF0 that may switch to AMF3. */
    private static ByteBuf amf0Inside(ByteBuf in) {
        return in.isReadable() && in.getByte(in.readerIndex()) == 0 ? in.skipBytes(1) : in;
    }

    private static int intAt(ByteBuf in, int offset, String what) {
        need(in, offset + 4, what);
        return in.getInt(in.readerIndex() + offset);
    }

    private static void need(ByteBuf in, int bytes, String what) {
        if (in.readableBytes() < bytes) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "RTMP " + what, in.readableBytes() + " bytes",
                    bytes + " or more");
        }
    }
}

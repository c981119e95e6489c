package dev.sluice.rtmp.amf;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the AMF0 values of one message. Borrows the buffer and moves its reader index. */
public final class Amf0Reader {
    private final ByteBuf in;
    private final AmfLimits limits;
    private int items;

    public Amf0Reader(ByteBuf in, AmfLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    public boolean hasMore() {
        return in.isReadable();
    }

    /** Every value up to the end of the buffer. */
    public List<AmfValue> rest() {
        var values = new ArrayList<AmfValue>();
        while (hasMore()) {
            values.add(read());
        }
        return Collections.unmodifiableList(values);
    }

    public AmfValue read() {
        return value(0);
    }

    private AmfValue value(int depth) {
        bounded("items of a message", ++items, limits.items());
        bounded("nested values", depth, limits.depth());
        need(1);
        int marker = in.readUnsignedByte();
        return switch (marker) {
            case Amf0Marker.NUMBER -> new AmfValue.Num(number());
            case Amf0Marker.BOOLEAN -> new AmfValue.Bool(octet() != 0);
            case Amf0Marker.STRING -> new AmfValue.Text(string(unsignedShort(), limits.stringBytes()));
            case Amf0Marker.OBJECT -> new AmfValue.Obj("", properties(depth, false));
            case Amf0Marker.NULL -> new AmfValue.Null();
            case Amf0Marker.UNDEFINED, Amf0Marker.UNSUPPORTED -> new AmfValue.Undefined();
            case Amf0Marker.REFERENCE -> new AmfValue.Reference(unsignedShort());
            case Amf0Marker.ECMA_ARRAY -> ecmaArray(depth);
            case Amf0Marker.STRICT_ARRAY -> strictArray(depth);
            case Amf0Marker.DATE -> date();
            case Amf0Marker.LONG_STRING -> new AmfValue.Text(string(unsignedInt(), limits.stringBytes()));
            case Amf0Marker.XML -> new AmfValue.Xml(string(unsignedInt(), limits.stringBytes()));
            case Amf0Marker.TYPED_OBJECT -> new AmfValue.Obj(key(), properties(depth, false));
            default -> throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "AMF0 marker", marker, "0..16");
        };
    }

    private AmfValue ecmaArray(int depth) {
        unsignedInt(); // AMF0 2.10: the count is a hint, the end marker decides
        return new AmfValue.EcmaArray(properties(depth, true));
    }

    /** @param openEnd whether the end of the message ends the list too: some encoders leave the marker out */
    private Map<String, AmfValue> properties(int depth, boolean openEnd) {
        var properties = new LinkedHashMap<String, AmfValue>();
        while (!(openEnd && !in.isReadable())) {
            String key = key();
            if (key.isEmpty() && peek() == Amf0Marker.OBJECT_END) {
                in.skipBytes(1);
                break;
            }
            properties.put(key, value(depth + 1));
        }
        return Collections.unmodifiableMap(properties);
    }

    private AmfValue strictArray(int depth) {
        long count = unsignedInt();
        bounded("elements of an array", count, limits.items());
        var elements = new ArrayList<AmfValue>();
        for (long i = 0; i < count; i++) {
            elements.add(value(depth + 1));
        }
        return new AmfValue.StrictArray(Collections.unmodifiableList(elements));
    }

    private AmfValue date() {
        var date = new AmfValue.Date(number());
        unsignedShort(); // AMF0 2.13: the time zone is reserved
        return date;
    }

    private String key() {
        return string(unsignedShort(), limits.keyBytes());
    }

    private String string(long length, int limit) {
        bounded("bytes of a string", length, limit);
        need((int) length);
        return in.readString((int) length, StandardCharsets.UTF_8);
    }

    private int peek() {
        need(1);
        return in.getUnsignedByte(in.readerIndex());
    }

    private int octet() {
        need(1);
        return in.readUnsignedByte();
    }

    private int unsignedShort() {
        need(2);
        return in.readUnsignedShort();
    }

    private long unsignedInt() {
        need(4);
        return in.readUnsignedInt();
    }

    private double number() {
        need(8);
        return in.readDouble();
    }

    private void need(int bytes) {
        if (in.readableBytes() < bytes) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "AMF0 value", in.readableBytes() + " bytes",
                    bytes + " or more");
        }
    }

    private static void bounded(String what, long found, int limit) {
        if (found > limit) {
            throw ProtocolException.found(StableCode.LIMIT_EXCEEDED, "AMF0 " + what, found, "at most " + limit);
        }
    }
}

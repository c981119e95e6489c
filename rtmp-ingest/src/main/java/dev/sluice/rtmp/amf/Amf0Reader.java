package dev.sluice.rtmp.amf;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the AMF0 values of one message, and those of AMF3 that it switches to. Borrows the buffer and moves its reader
 * index.
 */
public final class Amf0Reader {
    private final AmfInput in;
    private final Amf3Reader amf3;

    public Amf0Reader(ByteBuf in, AmfLimits limits) {
        this.in = new AmfInput(in, limits);
        amf3 = new Amf3Reader(this.in);
    }

    public boolean hasMore() {
        return in.hasMore();
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
        in.enter(depth);
        int marker = in.octet();
        return switch (marker) {
            case Amf0Marker.NUMBER -> new AmfValue.Num(in.number());
            case Amf0Marker.BOOLEAN -> new AmfValue.Bool(in.octet() != 0);
            case Amf0Marker.STRING -> new AmfValue.Text(in.text(in.unsignedShort()));
            case Amf0Marker.OBJECT -> new AmfValue.Obj("", properties(depth, false));
            case Amf0Marker.NULL -> new AmfValue.Null();
            case Amf0Marker.UNDEFINED, Amf0Marker.UNSUPPORTED -> new AmfValue.Undefined();
            case Amf0Marker.REFERENCE -> new AmfValue.Reference(in.unsignedShort());
            case Amf0Marker.ECMA_ARRAY -> ecmaArray(depth);
            case Amf0Marker.STRICT_ARRAY -> strictArray(depth);
            case Amf0Marker.DATE -> date();
            case Amf0Marker.LONG_STRING -> new AmfValue.Text(in.text(in.unsignedInt()));
            case Amf0Marker.XML -> new AmfValue.Xml(in.text(in.unsignedInt()));
            case Amf0Marker.TYPED_OBJECT -> new AmfValue.Obj(key(), properties(depth, false));
            case Amf0Marker.AVMPLUS -> amf3.entered(depth);
            default -> throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "AMF0 marker", marker, "0..17");
        };
    }

    private AmfValue ecmaArray(int depth) {
        in.unsignedInt(); // AMF0 2.10: the count is a hint, the end marker decides
        return new AmfValue.EcmaArray(properties(depth, true));
    }

    /** @param openEnd whether the end of the message ends the list too: some encoders leave the marker out */
    private Map<String, AmfValue> properties(int depth, boolean openEnd) {
        var properties = new LinkedHashMap<String, AmfValue>();
        while (!(openEnd && !in.hasMore())) {
            String key = key();
            if (key.isEmpty() && in.peek() == Amf0Marker.OBJECT_END) {
                in.skip(1);
                break;
            }
            properties.put(key, value(depth + 1));
        }
        return Collections.unmodifiableMap(properties);
    }

    private AmfValue strictArray(int depth) {
        int count = in.count(in.unsignedInt());
        var elements = new ArrayList<AmfValue>();
        for (int i = 0; i < count; i++) {
            elements.add(value(depth + 1));
        }
        return new AmfValue.StrictArray(Collections.unmodifiableList(elements));
    }

    private AmfValue date() {
        var date = new AmfValue.Date(in.number());
        in.unsignedShort(); // AMF0 2.13: the time zone is reserved
        return date;
    }

    private String key() {
        return in.name(in.unsignedShort());
    }
}

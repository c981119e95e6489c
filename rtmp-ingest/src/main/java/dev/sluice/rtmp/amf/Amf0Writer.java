package dev.sluice.rtmp.amf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Appends AMF0 values to a buffer that the caller owns. */
public final class Amf0Writer {
    private static final int MAX_SHORT = 0xffff;

    private Amf0Writer() {}

    public static void write(AmfValue value, ByteBuf out) {
        switch (value) {
            case AmfValue.Num(var number) -> out.writeByte(Amf0Marker.NUMBER).writeDouble(number);
            case AmfValue.Bool(var bool) -> out.writeByte(Amf0Marker.BOOLEAN).writeBoolean(bool);
            case AmfValue.Text(var text) -> text(text, out);
            case AmfValue.Null() -> out.writeByte(Amf0Marker.NULL);
            case AmfValue.Undefined() -> out.writeByte(Amf0Marker.UNDEFINED);
            case AmfValue.Obj(var type, var properties) -> object(type, properties, out);
            case AmfValue.EcmaArray(var properties) -> {
                out.writeByte(Amf0Marker.ECMA_ARRAY).writeInt(properties.size());
                properties(properties, out);
            }
            case AmfValue.StrictArray(var elements) -> {
                out.writeByte(Amf0Marker.STRICT_ARRAY).writeInt(elements.size());
                elements.forEach(element -> write(element, out));
            }
            case AmfValue.Date(var millis) -> out.writeByte(Amf0Marker.DATE).writeDouble(millis).writeShort(0);
            case AmfValue.Xml(var document) -> longText(Amf0Marker.XML, document, out);
            case AmfValue.Reference(var index) -> out.writeByte(Amf0Marker.REFERENCE).writeShort(index);
        }
    }

    private static void text(String text, ByteBuf out) {
        if (ByteBufUtil.utf8Bytes(text) > MAX_SHORT) {
            longText(Amf0Marker.LONG_STRING, text, out);
        } else {
            out.writeByte(Amf0Marker.STRING);
            shortText(text, out);
        }
    }

    private static void longText(int marker, String text, ByteBuf out) {
        out.writeByte(marker).writeInt(ByteBufUtil.utf8Bytes(text));
        out.writeCharSequence(text, StandardCharsets.UTF_8);
    }

    private static void object(String type, Map<String, AmfValue> properties, ByteBuf out) {
        if (type.isEmpty()) {
            out.writeByte(Amf0Marker.OBJECT);
        } else {
            out.writeByte(Amf0Marker.TYPED_OBJECT);
            shortText(type, out);
        }
        properties(properties, out);
    }

    private static void properties(Map<String, AmfValue> properties, ByteBuf out) {
        properties.forEach((key, value) -> {
            shortText(key, out);
            write(value, out);
        });
        out.writeShort(0).writeByte(Amf0Marker.OBJECT_END);
    }

    private static void shortText(String text, ByteBuf out) {
        int bytes = ByteBufUtil.utf8Bytes(text);
        if (bytes > MAX_SHORT) {
            throw new IllegalArgumentException("AMF0 name of " + bytes + " bytes");
        }
        out.writeShort(bytes);
        out.writeCharSequence(text, StandardCharsets.UTF_8);
    }
}

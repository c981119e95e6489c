package dev.sluice.rtmp.amf;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Reads the AMF3 values inside one AMF0 message, whose tables of references they share (AMF3 4.1). A reference gives the
 * same value again and costs as many items as that has, so whoever walks the values walks no more than the bound; one to
 * a value that is still being read is refused, so there are no cycles.
 */
final class Amf3Reader {
    private static final Known UNFINISHED = new Known(new AmfValue.Undefined(), -1);

    private final AmfInput in;
    private final List<String> strings = new ArrayList<>();
    private final List<Traits> traits = new ArrayList<>();
    private final List<Known> complex = new ArrayList<>();

    /** @param items how many values are inside it */
    private record Known(AmfValue value, int items) {}

    /** AMF3 3.12: what objects of a class have in common. */
    private record Traits(String type, boolean dynamic, List<String> names) {}

    Amf3Reader(AmfInput in) {
        this.in = in;
    }

    private AmfValue value(int depth) {
        in.enter(depth);
        return entered(depth);
    }

    /** The value whose marker is next, and which has been counted. */
    AmfValue entered(int depth) {
        int marker = in.octet();
        return switch (marker) {
            case Amf3Marker.UNDEFINED -> new AmfValue.Undefined();
            case Amf3Marker.NULL -> new AmfValue.Null();
            case Amf3Marker.FALSE -> new AmfValue.Bool(false);
            case Amf3Marker.TRUE -> new AmfValue.Bool(true);
            case Amf3Marker.INTEGER -> new AmfValue.Num(in.u29() << 3 >> 3); // AMF3 3.6: 29 bits with a sign
            case Amf3Marker.DOUBLE -> new AmfValue.Num(in.number());
            case Amf3Marker.STRING -> new AmfValue.Text(text());
            default -> complex(marker, depth);
        };
    }

    /** The types that a later value may refer to. */
    private AmfValue complex(int marker, int depth) {
        if (marker > Amf3Marker.DICTIONARY) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "AMF3 marker", marker, "0..17");
        }
        int header = in.u29();
        if ((header & 1) == 0) {
            return again(header >>> 1);
        }
        int index = complex.size();
        complex.add(UNFINISHED);
        int before = in.items();
        var value = body(marker, header >>> 1, depth);
        complex.set(index, new Known(value, in.items() - before));
        return value;
    }

    private AmfValue again(int index) {
        var known = at(complex, index, "value");
        if (known.items() < 0) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "AMF3 reference", "one to a value around it",
                    "one to a value that has ended");
        }
        in.spend(known.items());
        return known.value();
    }

    /** @param header what the first number says beside "no reference": mostly a length or a count */
    private AmfValue body(int marker, int header, int depth) {
        return switch (marker) {
            case Amf3Marker.XML_DOCUMENT, Amf3Marker.XML -> new AmfValue.Xml(in.text(header));
            case Amf3Marker.DATE -> new AmfValue.Date(in.number());
            case Amf3Marker.ARRAY -> array(header, depth);
            case Amf3Marker.OBJECT -> object(header, depth);
            case Amf3Marker.BYTE_ARRAY -> byteArray(header);
            case Amf3Marker.VECTOR_INT -> vector(header, () -> (int) in.unsignedInt());
            case Amf3Marker.VECTOR_UINT -> vector(header, in::unsignedInt);
            case Amf3Marker.VECTOR_DOUBLE -> vector(header, in::number);
            case Amf3Marker.VECTOR_OBJECT -> objects(header, depth);
            default -> dictionary(header, depth);
        };
    }

    /** AMF3 3.11: named elements first, up to an empty name, then {@code count} without. */
    private AmfValue array(int count, int depth) {
        var named = new LinkedHashMap<String, AmfValue>();
        members(named, depth);
        var dense = values(count, depth);
        if (named.isEmpty()) {
            return new AmfValue.StrictArray(dense);
        }
        for (int i = 0; i < dense.size(); i++) {
            named.put(Integer.toString(i), dense.get(i));
        }
        return new AmfValue.EcmaArray(Collections.unmodifiableMap(named));
    }

    private AmfValue object(int header, int depth) {
        var known = (header & 1) == 0 ? at(traits, header >>> 1, "traits") : traits(header);
        var properties = new LinkedHashMap<String, AmfValue>();
        for (String name : known.names()) {
            properties.put(name, value(depth + 1));
        }
        if (known.dynamic()) {
            members(properties, depth);
        }
        return new AmfValue.Obj(known.type(), Collections.unmodifiableMap(properties));
    }

    private Traits traits(int header) {
        if ((header & 2) != 0) { // only the class itself knows what follows
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "AMF3 object", "an externalizable one",
                    "one with traits");
        }
        String type = name();
        int count = in.count(header >>> 3);
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            names.add(name());
        }
        var read = new Traits(type, (header & 4) != 0, names);
        traits.add(read);
        return read;
    }

    private void members(Map<String, AmfValue> members, int depth) {
        for (String name = name(); !name.isEmpty(); name = name()) {
            members.put(name, value(depth + 1));
        }
    }

    private List<AmfValue> values(long count, int depth) {
        in.count(count);
        var values = new ArrayList<AmfValue>();
        for (long i = 0; i < count; i++) {
            values.add(value(depth + 1));
        }
        return Collections.unmodifiableList(values);
    }

    /** Read past: AMF0 has no word for it, and no command or metadata carries one. */
    private AmfValue byteArray(int length) {
        in.skip(length);
        return new AmfValue.Undefined();
    }

    private AmfValue vector(int count, DoubleSupplier element) {
        in.spend(in.count(count));
        in.octet(); // AMF3 3.15: whether its length is fixed
        var elements = new ArrayList<AmfValue>();
        for (int i = 0; i < count; i++) {
            elements.add(new AmfValue.Num(element.getAsDouble()));
        }
        return new AmfValue.StrictArray(Collections.unmodifiableList(elements));
    }

    private AmfValue objects(int count, int depth) {
        in.octet();
        name(); // AMF3 3.15: the class of the elements, which they say themselves
        return new AmfValue.StrictArray(values(count, depth));
    }

    /** AMF3 3.16: keys may be anything, so they and their values stand in turn. */
    private AmfValue dictionary(int count, int depth) {
        in.octet(); // whether its keys are weak
        return new AmfValue.StrictArray(values(2L * count, depth));
    }

    private String text() {
        int header = in.u29();
        return (header & 1) == 0 ? at(strings, header >>> 1, "string") : kept(in.text(header >>> 1));
    }

    private String name() {
        int header = in.u29();
        return (header & 1) == 0 ? in.name(at(strings, header >>> 1, "string")) : kept(in.name(header >>> 1));
    }

    private String kept(String string) {
        if (!string.isEmpty()) { // AMF3 1.3.2: the empty string is never referred to
            strings.add(string);
        }
        return string;
    }

    private static <T> T at(List<T> known, int index, String what) {
        if (index >= known.size()) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "AMF3 reference to a " + what, index,
                    "less than " + known.size());
        }
        return known.get(index);
    }
}

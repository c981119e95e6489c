package dev.sluice.rtmp.amf;

import java.util.List;
import java.util.Map;

/**
 * One value, immutable, in the terms of AMF0 (Action Message Format 0, Adobe 2007). What AMF3 (Adobe 2013) has besides
 * is expressed in them.
 */
public sealed interface AmfValue {
    /** Number: a double, as all numbers of AMF0 are; AMF3's integer too. */
    record Num(double value) implements AmfValue {}

    record Bool(boolean value) implements AmfValue {}

    /** String and long string. */
    record Text(String value) implements AmfValue {}

    record Null() implements AmfValue {}

    /** Undefined and Unsupported; AMF3's byte array, which nothing we need uses. */
    record Undefined() implements AmfValue {}

    /** Anonymous or typed object; {@code type} is empty for the former. Properties keep their order. */
    record Obj(String type, Map<String, AmfValue> properties) implements AmfValue {}

    /** ECMA array: an object by another name, in which encoders send metadata. */
    record EcmaArray(Map<String, AmfValue> properties) implements AmfValue {}

    /** Strict array; AMF3's vectors, and its dictionary as key and value in turn. */
    record StrictArray(List<AmfValue> elements) implements AmfValue {}

    /** Date: milliseconds since 1970 UTC. The time zone on the wire is reserved and not kept. */
    record Date(double millis) implements AmfValue {}

    record Xml(String document) implements AmfValue {}

    /** AMF0's reference to the object at {@code index} of this message; not followed: nothing we need uses it. */
    record Reference(int index) implements AmfValue {}

    /** The properties of an object or ECMA array, empty for every other value. */
    default Map<String, AmfValue> members() {
        return switch (this) {
            case Obj(_, var properties) -> properties;
            case EcmaArray(var properties) -> properties;
            default -> Map.of();
        };
    }

    /** The text of a string, {@code otherwise} for every other value. */
    default String text(String otherwise) {
        return this instanceof Text(var value) ? value : otherwise;
    }

    /** The value of a number, {@code otherwise} for every other value. */
    default double number(double otherwise) {
        return this instanceof Num(var value) ? value : otherwise;
    }
}

package dev.sluice.rtmp.amf;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of one message and what is left of its bounds: one for both formats, because AMF0 switches to AMF3 inside a
 * message. Borrows the buffer and moves its reader index.
 */
final class AmfInput {
    private final ByteBuf in;
    private final AmfLimits limits;
    private int items;

    AmfInput(ByteBuf in, AmfLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    boolean hasMore() {
        return in.isReadable();
    }

    /** Values so far, nested ones counted. */
    int items() {
        return items;
    }

    /** One more value begins. */
    void enter(int depth) {
        spend(1);
        bounded("nested values", depth, limits.depth());
    }

    void spend(int more) {
        items += more;
        bounded("items of a message", items, limits.items());
    }

    /** A count off the wire, before anything is read or kept by it. */
    int count(long found) {
        bounded("elements of an array", found, limits.items());
        return (int) found;
    }

    String text(long length) {
        return string(length, limits.stringBytes());
    }

    String name(long length) {
        return string(length, limits.keyBytes());
    }

    private String string(long length, int limit) {
        bounded("bytes of a string", length, limit);
        need(length);
        return in.readString((int) length, StandardCharsets.UTF_8);
    }

    /** A string known from before, used as a name. */
    String name(String known) {
        bounded("bytes of a string", known.length(), limits.keyBytes());
        return known;
    }

    void skip(int bytes) {
        need(bytes);
        in.skipBytes(bytes);
    }

    int peek() {
        need(1);
        return in.getUnsignedByte(in.readerIndex());
    }

    int octet() {
        need(1);
        return in.readUnsignedByte();
    }

    int unsignedShort() {
        need(2);
        return in.readUnsignedShort();
    }

    long unsignedInt() {
        need(4);
        return in.readUnsignedInt();
    }

    double number() {
        need(8);
        return in.readDouble();
    }

    /** AMF3 1.3.1, U29: seven bits in each of up to three bytes, while the first bit is set; eight in a fourth. */
    int u29() {
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int octet = octet();
            value = (value << 7) | (octet & 0x7f);
            if (octet < 0x80) {
                return value;
            }
        }
        return (value << 8) | octet();
    }

    private void need(long bytes) {
        if (in.readableBytes() < bytes) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "AMF value", in.readableBytes() + " bytes",
                    bytes + " or more");
        }
    }

    private static void bounded(String what, long found, int limit) {
        if (found > limit) {
            throw ProtocolException.found(StableCode.LIMIT_EXCEEDED, "AMF " + what, found, "at most " + limit);
        }
    }
}

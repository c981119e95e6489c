package dev.sluice.rtmp.flv;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;

/**
 * Reads the fields of a tag or a configuration record one after the other, none beyond the end. Borrows the buffer and
 * leaves its indices alone; what it cuts out are views.
 */
final class Fields {
    private final String what;
    private final ByteBuf in;
    private int at;

    /** @param what it is, for the error message */
    Fields(String what, ByteBuf readable) {
        this.what = what;
        this.in = readable;
        this.at = readable.readerIndex();
    }

    boolean hasMore() {
        return left() > 0;
    }

    int octet() {
        return in.getUnsignedByte(next(Byte.BYTES));
    }

    int unsignedShort() {
        return in.getUnsignedShort(next(Short.BYTES));
    }

    int unsignedMedium() {
        return in.getUnsignedMedium(next(3));
    }

    int medium() {
        return in.getMedium(next(3));
    }

    int fourCc() {
        return in.getInt(next(FourCc.BYTES));
    }

    void skip(int bytes) {
        next(bytes);
    }

    ByteBuf slice(int length) {
        return in.slice(next(length), length);
    }

    ByteBuf rest() {
        return slice(left());
    }

    private int left() {
        return in.writerIndex() - at;
    }

    /** Where the next so many bytes stand. @throws ProtocolException PROTOCOL_ERROR */
    private int next(int bytes) {
        if (left() < bytes) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, what, left() + " more bytes", bytes);
        }
        int from = at;
        at += bytes;
        return from;
    }
}

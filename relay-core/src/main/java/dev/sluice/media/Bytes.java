package dev.sluice.media;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** An immutable run of bytes with equality by value: parameter sets, codec configurations. */
public final class Bytes {
    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    public static Bytes of(byte... bytes) {
        return new Bytes(bytes.clone());
    }

    /** Copies the readable bytes; the buffer's indices stay. */
    public static Bytes copyOf(ByteBuf buffer) {
        return new Bytes(ByteBufUtil.getBytes(buffer));
    }

    /** Copies {@code length} bytes at {@code index}. */
    public static Bytes copyOf(ByteBuf buffer, int index, int length) {
        return new Bytes(ByteBufUtil.getBytes(buffer, index, length));
    }

    public int length() {
        return array.length;
    }

    /** The byte at {@code index}, 0..255. */
    public int at(int index) {
        return array[index] & 0xff;
    }

    /** A read-only view that needs no release. */
    public ByteBuf buffer() {
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(array).asReadOnly());
    }

    public void writeTo(ByteBuf out) {
        out.writeBytes(array);
    }

    public byte[] toArray() {
        return array.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return ByteBufUtil.hexDump(array);
    }
}

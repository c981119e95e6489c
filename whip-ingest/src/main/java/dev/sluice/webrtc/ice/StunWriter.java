package dev.sluice.webrtc.ice;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

import static dev.sluice.webrtc.ice.StunMessage.MAGIC_COOKIE;

/** Writes STUN Binding messages (RFC 8489 5, 14). Pure. */
public final class StunWriter {
    private StunWriter() {}

    /**
     * Appends the message.
     *
     * @param integrity adds MESSAGE-INTEGRITY under its key; null: none
     * @param fingerprint whether FINGERPRINT ends it
     */
    public static void write(StunMessage message, @Nullable StunIntegrity integrity, boolean fingerprint, ByteBuf out) {
        int start = out.writerIndex();
        out.writeShort(message.kind().type).writeShort(0).writeInt(MAGIC_COOKIE);
        message.transactionId().writeTo(out);
        for (var attribute : message.attributes()) {
            writeAttribute(attribute, start, out);
        }
        if (integrity != null) {
            var tag = integrity.tag(out, start, out.writerIndex() - start);
            out.writeShort(StunAttribute.MESSAGE_INTEGRITY).writeShort(tag.length).writeBytes(tag);
        }
        int unfingered = out.writerIndex() - start;
        out.setShort(start + 2, unfingered - StunMessage.HEADER_BYTES + (fingerprint ? 8 : 0));
        if (fingerprint) {
            int crc = StunReader.fingerprint(out, start, unfingered);
            out.writeShort(StunAttribute.FINGERPRINT).writeShort(4).writeInt(crc);
        }
    }

    private static void writeAttribute(StunAttribute attribute, int start, ByteBuf out) {
        int at = out.writerIndex();
        out.writeShort(attribute.type()).writeShort(0);
        writeValue(attribute, start, out);
        int length = out.writerIndex() - at - 4;
        out.setShort(at + 2, length);
        out.writeZero((4 - length % 4) % 4);
    }

    private static void writeValue(StunAttribute attribute, int start, ByteBuf out) {
        switch (attribute) {
            case StunAttribute.Username(var value) -> ByteBufUtil.writeUtf8(out, value);
            case StunAttribute.ErrorCode(var code, var reason) -> {
                out.writeShort(0).writeByte(code / 100).writeByte(code % 100);
                out.writeCharSequence(reason, StandardCharsets.UTF_8);
            }
            case StunAttribute.UnknownAttributes(var types) -> types.forEach(out::writeShort);
            case StunAttribute.XorMappedAddress(var address) -> writeXorMapped(address, start, out);
            case StunAttribute.Priority(var value) -> out.writeInt((int) value);
            case StunAttribute.UseCandidate() -> {
            }
            case StunAttribute.IceControlled(var tieBreaker) -> out.writeLong(tieBreaker);
            case StunAttribute.IceControlling(var tieBreaker) -> out.writeLong(tieBreaker);
            case StunAttribute.Unknown(_, var value) -> value.writeTo(out);
        }
    }

    private static void writeXorMapped(InetSocketAddress address, int start, ByteBuf out) {
        var bytes = address.getAddress().getAddress();
        out.writeByte(0).writeByte(bytes.length == 4 ? 1 : 2);
        out.writeShort(address.getPort() ^ (MAGIC_COOKIE >>> 16));
        for (int i = 0; i < bytes.length; i++) {
            out.writeByte(bytes[i] ^ out.getByte(start + 4 + i));
        }
    }
}

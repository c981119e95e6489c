package dev.sluice.webrtc.ice;

import dev.sluice.media.Bytes;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

import static dev.sluice.webrtc.ice.StunMessage.HEADER_BYTES;
import static dev.sluice.webrtc.ice.StunMessage.MAGIC_COOKIE;
import static dev.sluice.webrtc.ice.StunMessage.NO_INTEGRITY;
import static dev.sluice.webrtc.ice.StunMessage.TRANSACTION_BYTES;

/**
 * Reads STUN Binding messages (RFC 8489 5, 14). Pure; borrows the datagram and leaves its indices.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |0 0|     STUN Message Type     |         Message Length        |
 * |                         Magic Cookie                          |
 * |                     Transaction ID (96 bits)                  |
 * </pre>
 */
public final class StunReader {
    /** A check with every attribute we know is under 200 bytes; RFC 8489 6.1 keeps requests under the path MTU. */
    public static final int MAX_MESSAGE_BYTES = 1280;
    static final int MAX_ATTRIBUTES = 32;
    static final int MAX_USERNAME_BYTES = 513;
    static final int INTEGRITY_BYTES = 20;
    static final int FINGERPRINT_XOR = 0x5354554E;

    private final ByteBuf in;
    private final int start;
    private final int end;
    private final List<StunAttribute> attributes = new ArrayList<>();
    private int integrityAt = NO_INTEGRITY;

    private StunReader(ByteBuf in) {
        this.in = in;
        this.start = in.readerIndex();
        this.end = in.writerIndex();
    }

    /** The message, or null if the datagram is no well-formed STUN Binding message or its fingerprint is wrong. */
    public static @Nullable StunMessage read(ByteBuf datagram) {
        return new StunReader(datagram).read();
    }

    private @Nullable StunMessage read() {
        int size = end - start;
        if (size < HEADER_BYTES || size > MAX_MESSAGE_BYTES || in.getInt(start + 4) != MAGIC_COOKIE) {
            return null;
        }
        var kind = StunMessage.Kind.of(in.getUnsignedShort(start));
        int length = in.getUnsignedShort(start + 2);
        if (kind == null || length != size - HEADER_BYTES || length % 4 != 0 || !readAttributes()) {
            return null;
        }
        return new StunMessage(kind, Bytes.copyOf(in, start + 8, TRANSACTION_BYTES), attributes, integrityAt);
    }

    private boolean readAttributes() {
        int at = start + HEADER_BYTES;
        for (int count = 0; at < end; count++) {
            int length = in.getUnsignedShort(at + 2);
            int padded = (length + 3) & ~3;
            if (count == MAX_ATTRIBUTES || padded > end - at - 4 || !readAttribute(at, length)) {
                return false;
            }
            at += 4 + padded;
        }
        return true;
    }

    private boolean readAttribute(int at, int length) {
        int type = in.getUnsignedShort(at);
        if (type == StunAttribute.FINGERPRINT) {
            return readFingerprint(at, length);
        }
        if (integrityAt != NO_INTEGRITY) {
            // RFC 8489 14.5: whatever follows the integrity, the fingerprint excepted, is ignored.
            return true;
        }
        if (type == StunAttribute.MESSAGE_INTEGRITY) {
            integrityAt = at - start;
            return length == INTEGRITY_BYTES;
        }
        if (type == StunAttribute.MESSAGE_INTEGRITY_SHA256) {
            // Known and not used: RFC 8445 speaks of the SHA-1 one.
            return true;
        }
        var attribute = attribute(type, at + 4, length);
        return attribute != null && attributes.add(attribute);
    }

    private @Nullable StunAttribute attribute(int type, int at, int length) {
        return switch (type) {
            case StunAttribute.USERNAME -> length > MAX_USERNAME_BYTES
                    ? null
                    : new StunAttribute.Username(in.toString(at, length, StandardCharsets.UTF_8));
            case StunAttribute.ERROR_CODE -> errorCode(at, length);
            case StunAttribute.UNKNOWN_ATTRIBUTES -> unknownAttributes(at, length);
            case StunAttribute.XOR_MAPPED_ADDRESS -> xorMappedAddress(at, length);
            case StunAttribute.PRIORITY -> length == 4 ? new StunAttribute.Priority(in.getUnsignedInt(at)) : null;
            case StunAttribute.USE_CANDIDATE -> length == 0 ? new StunAttribute.UseCandidate() : null;
            case StunAttribute.ICE_CONTROLLED -> length == 8 ? new StunAttribute.IceControlled(in.getLong(at)) : null;
            case StunAttribute.ICE_CONTROLLING ->
                length == 8 ? new StunAttribute.IceControlling(in.getLong(at)) : null;
            default -> new StunAttribute.Unknown(type, Bytes.copyOf(in, at, length));
        };
    }

    private @Nullable StunAttribute errorCode(int at, int length) {
        if (length < 4) {
            return null;
        }
        int hundreds = in.getUnsignedByte(at + 2) & 7;
        int number = in.getUnsignedByte(at + 3);
        if (hundreds < 3 || hundreds > 6 || number > 99) {
            return null;
        }
        return new StunAttribute.ErrorCode(hundreds * 100 + number,
                in.toString(at + 4, length - 4, StandardCharsets.UTF_8));
    }

    private @Nullable StunAttribute unknownAttributes(int at, int length) {
        if (length % 2 != 0) {
            return null;
        }
        var types = new ArrayList<Integer>(length / 2);
        for (int i = 0; i < length; i += 2) {
            types.add(in.getUnsignedShort(at + i));
        }
        return new StunAttribute.UnknownAttributes(types);
    }

    /** RFC 8489 14.2: the port is mixed with the cookie, the address with the cookie and the transaction id. */
    private @Nullable StunAttribute xorMappedAddress(int at, int length) {
        if (length < 4) {
            return null;
        }
        int bytes = switch (in.getUnsignedByte(at + 1)) {
            case 1 -> 4;
            case 2 -> 16;
            default -> 0;
        };
        if (bytes == 0 || length != 4 + bytes) {
            return null;
        }
        var address = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            address[i] = (byte) (in.getByte(at + 4 + i) ^ in.getByte(start + 4 + i));
        }
        int port = in.getUnsignedShort(at + 2) ^ (MAGIC_COOKIE >>> 16);
        try {
            return new StunAttribute.XorMappedAddress(new InetSocketAddress(InetAddress.getByAddress(address), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 8489 14.7: the last attribute; CRC-32 of all before it. */
    private boolean readFingerprint(int at, int length) {
        return length == 4 && at + 8 == end && in.getInt(at + 4) == fingerprint(in, start, at - start);
    }

    static int fingerprint(ByteBuf in, int start, int length) {
        var crc = new CRC32();
        crc.update(in.nioBuffer(start, length));
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }
}

package dev.sluice.auth;

import dev.sluice.room.RoomId;
import dev.sluice.runtime.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * The binary ticket inside a PrivateMapKey, big-endian:
 *
 * <pre>
 * 1  cVer             0 integer room, 1 string room
 * 2  wAccountLen      n
 * n  account          the user id
 * 4  dwSdkAppid
 * 4  dwAuthID         the room's number, 0 for a string room
 * 4  dwExpTime        seconds since 1970
 * 4  dwPrivilegeMap
 * 4  dwAccountType    0
 * 2  roomStrLen       m, with cVer 1 only
 * m  roomStr
 * </pre>
 */
final class Userbuf {
    private static final int INTEGER_ROOM = 0;
    private static final int STRING_ROOM = 1;
    private static final int FIXED_BYTES = 20;

    private Userbuf() {}

    static byte[] write(PrivateMapKey ticket) {
        var out = Unpooled.buffer();
        var account = ticket.userId().getBytes(StandardCharsets.UTF_8);
        out.writeByte(ticket.room() instanceof RoomId.Named ? STRING_ROOM : INTEGER_ROOM);
        out.writeShort(account.length).writeBytes(account);
        out.writeInt((int) ticket.sdkAppId());
        out.writeInt(ticket.room() instanceof RoomId.Numeric(long number) ? (int) number : 0);
        out.writeInt((int) ticket.expiresAt());
        out.writeInt(Privilege.map(ticket.privileges()));
        out.writeInt(0);
        if (ticket.room() instanceof RoomId.Named(String text)) {
            var room = text.getBytes(StandardCharsets.UTF_8);
            out.writeShort(room.length).writeBytes(room);
        }
        return ByteBufUtil.getBytes(out);
    }

    /** Borrows the readable bytes. */
    static PrivateMapKey read(ByteBuf userbuf) {
        var in = userbuf.duplicate();
        try {
            int version = version(in);
            var account = text(in, FIXED_BYTES);
            long sdkAppId = in.readUnsignedInt();
            long number = in.readUnsignedInt();
            long expiresAt = in.readUnsignedInt();
            int privileges = in.readInt();
            in.skipBytes(Integer.BYTES);
            var room = version == INTEGER_ROOM ? new RoomId.Numeric(number) : RoomId.named(text(in, 0));
            if (in.isReadable()) {
                throw malformed(in.readableBytes() + " bytes behind its end");
            }
            return new PrivateMapKey(account, sdkAppId, room, expiresAt, Privilege.of(privileges));
        } catch (IndexOutOfBoundsException _) {
            throw malformed("fewer bytes than it announces");
        }
    }

    private static int version(ByteBuf in) {
        int version = in.readUnsignedByte();
        if (version != INTEGER_ROOM && version != STRING_ROOM) {
            throw malformed("version " + version);
        }
        return version;
    }

    /** A text behind its 16-bit length, and {@code behind} bytes more to come. */
    private static String text(ByteBuf in, int behind) {
        int length = in.readUnsignedShort();
        if (length > in.readableBytes() - behind) {
            throw malformed("fewer bytes than it announces");
        }
        return in.readString(length, StandardCharsets.UTF_8);
    }

    private static ProtocolException malformed(String found) {
        return TokenText.malformed(ClaimsReader.USERBUF, found, "a PrivateMapKey's ticket");
    }
}

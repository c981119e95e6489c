package dev.sluice.rtmp.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;

/** Bytes as test tables write them: hexadecimal, spaces where they help. */
public final class Hex {
    private Hex() {}

    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    public static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(bytes(hex));
    }

    public static String of(ByteBuf buffer) {
        return ByteBufUtil.hexDump(buffer);
    }

    /** {@code count} bytes of one value. */
    public static String times(int count, String octet) {
        return octet.repeat(count);
    }
}

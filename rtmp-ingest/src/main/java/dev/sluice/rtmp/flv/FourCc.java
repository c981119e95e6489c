package dev.sluice.rtmp.flv;

import io.netty.buffer.ByteBuf;

/** Four characters that name a codec in Enhanced RTMP. */
final class FourCc {
    private FourCc() {}

    /** As text for an error message: what is not a letter, digit or '.' shows as '?'. */
    static String at(ByteBuf body, int index) {
        var text = new StringBuilder();
        for (int i = index; i < Math.min(index + 4, body.writerIndex()); i++) {
            char c = (char) body.getUnsignedByte(i);
            text.append(c < 0x80 && (Character.isLetterOrDigit(c) || c == '.') ? c : '?');
        }
        return text.toString();
    }
}

package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.VideoConfig;
import dev.sluice.media.vp8.Vp8FrameHeader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * VP8 (RFC 7741 4.2). Of the descriptor only its length and the start of the frame matter: the caller has put the packets
 * in order, and temporal layers are all taken.
 *
 * <pre>
 * |X|R|N|S|R| PID |
 * |I|L|T|K|  RSV  |   where X is 1
 * |M| PictureID   |   where I is 1; two bytes where M is 1
 * |   TL0PICIDX   |   where L is 1
 * |TID|Y| KEYIDX  |   where T or K is 1
 * </pre>
 */
public final class Vp8Depacketizer extends VpxDepacketizer {
    /** S: the first byte of a partition follows. */
    static final int START = 0x10;
    private static final int PARTITION = 0x07;
    private static final int X = 0x80;
    private static final int I = 0x80;
    private static final int L = 0x40;
    private static final int T_OR_K = 0x30;
    private static final int M = 0x80;

    @Override
    public boolean startsFrame(ByteBuf packet, int index, int length) {
        return (packet.getByte(index) & (START | PARTITION)) == START;
    }

    @Override
    public boolean add(ByteBuf packet, int index, int length) {
        if (length == 0) {
            return true;
        }
        int at = behindDescriptor(packet, index, index + length);
        return startsFrame(packet, index, length) == (frame.length() == 0) && at < index + length
                && frame.add(packet, at, index + length - at);
    }

    /** May be behind the end of the packet. */
    private static int behindDescriptor(ByteBuf packet, int index, int end) {
        int at = index + 1;
        if ((packet.getByte(index) & X) == 0) {
            return at;
        }
        int extension = byteAt(packet, at++, end);
        if ((extension & I) != 0) {
            at += (byteAt(packet, at, end) & M) == 0 ? 1 : 2;
        }
        at += (extension & L) == 0 ? 0 : 1;
        at += (extension & T_OR_K) == 0 ? 0 : 1;
        return at;
    }

    private static int byteAt(ByteBuf packet, int index, int end) {
        return index < end ? packet.getByte(index) : 0;
    }

    @Override
    boolean complete() {
        return true;
    }

    @Override
    boolean startsAsKeyFrame(ByteBuf bytes) {
        return Vp8FrameHeader.key(bytes.getByte(bytes.readerIndex()));
    }

    @Override
    @Nullable
    VideoConfig read(ByteBuf bytes) {
        return Vp8FrameHeader.config(bytes);
    }
}

package dev.sluice.webrtc.rtp.payload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A cursor over the payload descriptor of VP9 (RFC 9628 4.2), borrowing the packet. Fields that only matter to who drops
 * layers are passed over.
 *
 * <pre>
 * |I|P|L|F|B|E|V|Z|
 * |M| PICTURE ID  |   where I is 1; two bytes where M is 1
 * | TID |U| SID |D|   where L is 1
 * |   TL0PICIDX   |   where L is 1 and F is 0
 * |   P_DIFF    |N|   where P and F are 1; up to 3, N says that one more follows
 * scalability structure, where V is 1
 * </pre>
 */
final class Vp9Descriptor {
    static final int INTER_PREDICTED = 0x40;
    static final int BEGINS = 0x08;
    static final int ENDS = 0x04;
    private static final int PICTURE_ID = 0x80;
    private static final int LAYERS = 0x20;
    private static final int FLEXIBLE = 0x10;
    private static final int STRUCTURE = 0x02;
    private static final int LONG_PICTURE_ID = 0x80;
    private static final int MORE_REFERENCES = 0x01;
    private static final int MAX_REFERENCES = 3;

    private ByteBuf packet = Unpooled.EMPTY_BUFFER;
    private int flags;
    private int layers;
    private int position;
    private int end;

    /** False where the bytes are no descriptor with something behind it. */
    boolean read(ByteBuf over, int index, int length) {
        packet = over;
        position = index;
        end = index + length;
        flags = next();
        if (has(PICTURE_ID) && (next() & LONG_PICTURE_ID) != 0) {
            next();
        }
        layers = has(LAYERS) ? next() : 0;
        if (has(LAYERS) && !has(FLEXIBLE)) {
            next(); // TL0PICIDX
        }
        boolean referring = !has(FLEXIBLE) || !has(INTER_PREDICTED) || references();
        if (has(STRUCTURE)) {
            structure();
        }
        return referring && position < end;
    }

    private boolean references() {
        int count = 1;
        while ((next() & MORE_REFERENCES) != 0) {
            count++;
        }
        return count <= MAX_REFERENCES;
    }

    /**
     * RFC 9628 4.2.1. Every count has so few bits that the bytes bound it.
     *
     * <pre>
     * | N_S |Y|G|- - -|
     * width, height       where Y is 1: two bytes each, N_S + 1 times
     * |      N_G      |   where G is 1
     * | TID |U| R |- -|   N_G times, each with R bytes of P_DIFF behind it
     * </pre>
     */
    private void structure() {
        int head = next();
        position += (head & 0x10) == 0 ? 0 : 4 * ((head >> 5) + 1);
        int pictures = (head & 0x08) == 0 ? 0 : next();
        for (int i = 0; i < pictures && position < end; i++) {
            int references = next() >> 2 & 3;
            position += references;
        }
    }

    /** 0 behind the end; then {@link #position} is behind it too. */
    private int next() {
        int at = position++;
        return at < end ? packet.getUnsignedByte(at) : 0;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** P: the frame needs one of a picture before it. */
    boolean interPredicted() {
        return has(INTER_PREDICTED);
    }

    /** B: the first of its layer's frame. */
    boolean begins() {
        return has(BEGINS);
    }

    /** E: the last of its layer's frame. */
    boolean ends() {
        return has(ENDS);
    }

    /** SID: 0 where there are no layers. */
    int spatialLayer() {
        return layers >> 1 & 7;
    }

    /** Where the frame's bytes start. */
    int payloadIndex() {
        return position;
    }
}

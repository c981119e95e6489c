package dev.sluice.webrtc.rtp.payload;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The RTP payloads of one frame as descriptors: up to three bytes of prefix, then a piece of the frame's payload, or of a
 * head (parameter sets) that goes out before it. A lead may stand before the first packet's prefix. Reused from frame to
 * frame; what it refers to is not its own.
 */
public final class PayloadList {
    /** Packets of one frame; more would fill too much of the 16-bit sequence space to be repaired. */
    static final int MAX_PACKETS = 8_192;
    private static final int INITIAL = 8;
    /** A list that one large frame made grow beyond this shrinks again. */
    private static final int KEEP = 256;
    private static final int PREFIX_SHIFT = 24;
    private static final byte[] NO_HEAD = {};

    private int[] offsets = new int[INITIAL];
    private int[] lengths = new int[INITIAL];
    /** Count of bytes in the highest, the bytes below. */
    private int[] prefixes = new int[INITIAL];
    private byte[] head = NO_HEAD;
    private byte[] lead = NO_HEAD;
    private int headCount;
    private int count;

    /** Back to empty. */
    public void clear() {
        count = 0;
        headCount = 0;
        head = NO_HEAD;
        lead = NO_HEAD;
        if (offsets.length > KEEP) {
            resize(INITIAL);
        }
    }

    /** Packets. */
    public int count() {
        return count;
    }

    /** Bytes of a payload. */
    public int length(int packet) {
        int led = packet == 0 ? lead.length : 0;
        return led + (prefixes[packet] >> PREFIX_SHIFT) + lengths[packet];
    }

    /** Writes one payload. */
    public void write(int packet, ByteBuf frame, ByteBuf out) {
        if (packet == 0) {
            out.writeBytes(lead);
        }
        int prefix = prefixes[packet];
        switch (prefix >> PREFIX_SHIFT) {
            case 0 -> {
            }
            case 1 -> out.writeByte(prefix);
            case 2 -> out.writeShort(prefix);
            default -> out.writeMedium(prefix);
        }
        if (packet < headCount) {
            out.writeBytes(head, offsets[packet], lengths[packet]);
        } else {
            out.writeBytes(frame, offsets[packet], lengths[packet]);
        }
    }

    /** What is added from now on, until {@link #endHead}, are pieces of these bytes; not copied, never changed. */
    void beginHead(byte[] bytes) {
        head = bytes;
    }

    void endHead() {
        headCount = count;
    }

    /** These bytes, not copied and never changed, go out before the prefix of the first packet. */
    void lead(byte[] bytes) {
        lead = bytes;
    }

    void add(int offset, int length) {
        add(offset, length, 0);
    }

    /** @param bytes of the prefix, the last in the lowest 8 bits; {@code size} of them, up to 3 */
    void addPrefixed(int size, int bytes, int offset, int length) {
        add(offset, length, size << PREFIX_SHIFT | bytes);
    }

    private void add(int offset, int length, int prefix) {
        if (count == offsets.length) {
            resize(2 * count);
        }
        offsets[count] = offset;
        lengths[count] = length;
        prefixes[count] = prefix;
        count++;
    }

    /** Whether the frame has more packets than may be. */
    boolean overflown() {
        return count > MAX_PACKETS;
    }

    private void resize(int capacity) {
        offsets = Arrays.copyOf(offsets, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        prefixes = Arrays.copyOf(prefixes, capacity);
    }
}

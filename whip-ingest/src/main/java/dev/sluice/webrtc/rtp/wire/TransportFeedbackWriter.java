package dev.sluice.webrtc.rtp.wire;

import io.netty.buffer.ByteBuf;

/**
 * Writes transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 3.1): which packets of a session
 * came, and when.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|  FMT=15 |    PT=205     |           length              |
 * |                     SSRC of packet sender                     |
 * |                      SSRC of media source                     |
 * |      base sequence number     |      packet status count      |
 * |                 reference time                | fb pkt. count |
 * |          packet chunk         |         packet chunk ...      |
 * |         recv delta ...        |          zero padding         |
 * </pre>
 */
public final class TransportFeedbackWriter {
    /** A packet that did not come. */
    public static final int LOST = Integer.MIN_VALUE;
    /** Of one feedback packet: 2 bytes for each 7, which with {@link #MAX_RECEIVED} stays well under a datagram. */
    public static final int MAX_STATUSES = 1_000;
    /** Of one feedback packet: up to 2 bytes each. */
    public static final int MAX_RECEIVED = 300;
    /** The unit of deltas. */
    public static final long DELTA_NANOS = 250_000;
    /** The unit of the reference time, in deltas' units. */
    public static final int REFERENCE_DELTAS = 256;

    private static final int LOST_SYMBOL = 0;
    private static final int SMALL_SYMBOL = 1;
    private static final int LARGE_SYMBOL = 2;
    private static final int MAX_SMALL = 255;
    private static final int MAX_RUN = 0x1fff;
    private static final int VECTOR_BIT = 0x8000;
    private static final int TWO_BIT = 0x4000;
    private static final int SYMBOL_SHIFT = 13;
    private static final int ONE_BIT_SYMBOLS = 14;
    private static final int TWO_BIT_SYMBOLS = 7;

    private TransportFeedbackWriter() {}

    /**
     * What stands before the statuses.
     *
     * @param sender SSRC of the feedback's sender
     * @param media SSRC of any stream of the session
     * @param sequence transport-wide number of the first status
     * @param referenceTime in units of 64 ms; 24 bits count
     * @param number of this feedback packet; 8 bits count
     */
    public record Head(long sender, long media, int sequence, long referenceTime, int number) {}

    /**
     * @param deltas of each packet, or {@link #LOST}: from the received one before, of the first from the reference time; in
     *        {@link #DELTA_NANOS}, 16 bits signed
     * @param count of those, 1..{@link #MAX_STATUSES}
     */
    public static void write(ByteBuf out, Head head, int[] deltas, int count) {
        int start = out.writerIndex();
        out.writeByte(RtpReader.VERSION << RtpReader.VERSION_SHIFT | RtcpType.TRANSPORT_WIDE);
        out.writeByte(RtcpType.TRANSPORT_FEEDBACK);
        out.writeShort(0);
        out.writeInt((int) head.sender());
        out.writeInt((int) head.media());
        out.writeShort(head.sequence());
        out.writeShort(count);
        out.writeMedium((int) head.referenceTime());
        out.writeByte(head.number());
        for (int at = 0; at < count;) {
            at += chunk(out, deltas, at, count);
        }
        deltas(out, deltas, count);
        // The draft's zero padding is not RTCP's: no padding bit, which would want whole words.
        out.writeZero(start - out.writerIndex() & 3);
        out.setShort(start + 2, (out.writerIndex() - start) / 4 - 1);
    }

    /** One packet chunk; returns how many statuses it holds. The last may have room for more than there are. */
    private static int chunk(ByteBuf out, int[] deltas, int from, int count) {
        int run = run(deltas, from, count);
        int width = width(deltas, from, count);
        if (run >= width || from + run == count) {
            out.writeShort(symbol(deltas[from]) << SYMBOL_SHIFT | run);
            return run;
        }
        int bits = ONE_BIT_SYMBOLS / width;
        int chunk = bits == 1 ? VECTOR_BIT : VECTOR_BIT | TWO_BIT;
        int length = Math.min(width, count - from);
        for (int i = 0; i < length; i++) {
            chunk |= symbol(deltas[from + i]) << (bits * (width - 1 - i));
        }
        out.writeShort(chunk);
        return length;
    }

    private static int run(int[] deltas, int from, int count) {
        int first = symbol(deltas[from]);
        int to = from + 1;
        while (to < count && to - from < MAX_RUN && symbol(deltas[to]) == first) {
            to++;
        }
        return to - from;
    }

    /** Symbols that a status vector takes from here: a large delta among the next ones needs two bits each. */
    private static int width(int[] deltas, int from, int count) {
        for (int i = from; i < Math.min(count, from + ONE_BIT_SYMBOLS); i++) {
            if (symbol(deltas[i]) == LARGE_SYMBOL) {
                return TWO_BIT_SYMBOLS;
            }
        }
        return ONE_BIT_SYMBOLS;
    }

    private static int symbol(int delta) {
        if (delta == LOST) {
            return LOST_SYMBOL;
        }
        return delta >= 0 && delta <= MAX_SMALL ? SMALL_SYMBOL : LARGE_SYMBOL;
    }

    private static void deltas(ByteBuf out, int[] deltas, int count) {
        for (int i = 0; i < count; i++) {
            switch (symbol(deltas[i])) {
                case SMALL_SYMBOL -> out.writeByte(deltas[i]);
                case LARGE_SYMBOL -> out.writeShort(deltas[i]);
                default -> {
                }
            }
        }
    }
}

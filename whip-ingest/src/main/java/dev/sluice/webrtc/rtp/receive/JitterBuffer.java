package dev.sluice.webrtc.rtp.receive;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Puts the packets of one stream in order. Without a gap each is passed on at once, uncopied; behind a gap they are copied
 * and wait for what is missing, for as long as the owner has patience. Bounded by span of sequence numbers and by bytes.
 * Single-threaded; time is an argument.
 */
final class JitterBuffer {
    /** Takes the packets in order; a step of more than one says that some are lost for good. */
    @FunctionalInterface
    interface Order {
        /**
         * @param sequence unwrapped
         * @param packet borrowed
         */
        void onPacket(long sequence, ByteBuf packet, long arrivalNanos);
    }

    private final Order order;
    private final int maxBytes;
    private final @Nullable ByteBuf[] ring;
    private final long[] arrivals;
    private boolean begun;
    /** The number to be passed on next. */
    private long next;
    /** Beyond the highest held. */
    private long end;
    private int held;
    private int bytes;
    private long waitingSince;
    private long lost;

    /** @param span of sequence numbers, a power of 2 */
    JitterBuffer(Order order, int span, int maxBytes) {
        this.order = order;
        this.maxBytes = maxBytes;
        this.ring = new @Nullable ByteBuf[span];
        this.arrivals = new long[span];
    }

    /**
     * @param sequence unwrapped
     * @param packet borrowed
     * @return false for one that came twice or too late
     */
    boolean onPacket(long sequence, ByteBuf packet, long nowNanos) {
        next = begun ? next : sequence;
        begun = true;
        if (sequence < next || (sequence < end && ring[slot(sequence)] != null)) {
            return false;
        }
        makeRoom(sequence, packet.readableBytes());
        if (sequence > next) {
            hold(sequence, packet, nowNanos);
        } else if (sequence == next) {
            next++;
            order.onPacket(sequence, packet, nowNanos);
            drain();
        }
        return true;
    }

    private void makeRoom(long sequence, int size) {
        while (held > 0 && (sequence - next >= ring.length || (bytes + size > maxBytes && sequence > next))) {
            skip();
        }
        if (sequence - next >= ring.length) {
            lost += sequence - next;
            next = sequence;
        }
    }

    private void hold(long sequence, ByteBuf packet, long nowNanos) {
        waitingSince = held == 0 ? nowNanos : waitingSince;
        end = held == 0 ? sequence + 1 : Math.max(end, sequence + 1);
        held++;
        bytes += packet.readableBytes();
        ring[slot(sequence)] = packet.copy();
        arrivals[slot(sequence)] = nowNanos;
    }

    private void drain() {
        boolean moved = false;
        for (var packet = take(next); packet != null; packet = take(next)) {
            long sequence = next++;
            try {
                order.onPacket(sequence, packet, arrivals[slot(sequence)]);
            } finally {
                packet.release();
            }
            moved = true;
        }
        if (moved && held > 0) {
            waitingSince = earliestHeld();
        }
    }

    private @Nullable ByteBuf take(long sequence) {
        var packet = held == 0 ? null : ring[slot(sequence)];
        if (packet == null) {
            return null;
        }
        ring[slot(sequence)] = null;
        held--;
        bytes -= packet.readableBytes();
        return packet;
    }

    /** The gap before those held was noticed when the first of them came. */
    private long earliestHeld() {
        long earliest = Long.MAX_VALUE;
        for (long sequence = next; sequence < end; sequence++) {
            if (ring[slot(sequence)] != null) {
                earliest = Math.min(earliest, arrivals[slot(sequence)]);
            }
        }
        return earliest;
    }

    /** Goes on without what has been missing for longer than that. */
    void expire(long nowNanos, long patienceNanos) {
        while (held > 0 && nowNanos - waitingSince >= patienceNanos) {
            skip();
        }
    }

    /** Goes on without anything that is missing before that packet. */
    void skipTo(long sequence) {
        while (held > 0 && next < sequence) {
            skip();
        }
        lost += Math.max(0, sequence - next);
        next = Math.max(next, sequence);
    }

    /** Gives up the first gap. */
    private void skip() {
        while (ring[slot(next)] == null) {
            next++;
            lost++;
        }
        drain();
    }

    /** The number to be passed on next: all before came or are given up. */
    long next() {
        return next;
    }

    /** Packets that were given up. */
    long lost() {
        return lost;
    }

    /** Bytes held. */
    int bytes() {
        return bytes;
    }

    /** Releases what is held. */
    void close() {
        for (long sequence = next; held > 0; sequence++) {
            var packet = take(sequence);
            if (packet != null) {
                packet.release();
            }
        }
    }

    private int slot(long sequence) {
        return (int) (sequence & ring.length - 1);
    }
}

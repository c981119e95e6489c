package dev.sluice.webrtc;

import dev.sluice.runtime.DropReason;
import dev.sluice.webrtc.ice.PacketKind;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Brings datagrams that the kernel gave to another loop's socket to the loop of their session. Bounded; a burst wakes the
 * loop once. Added to by any loop, emptied by its own.
 */
final class HandOver {
    static final int MAX_WAITING = 4096;
    private static final int PER_TURN = 256;

    private final Queue<Item> items = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final EventLoop loop;
    private final TransportMetrics metrics;
    private final Runnable deliver = this::deliver;

    private record Item(PeerSession session, PacketKind kind, DatagramPacket packet) {}

    HandOver(EventLoop loop, TransportMetrics metrics) {
        this.loop = loop;
        this.metrics = metrics;
    }

    /** Takes the packet. */
    void add(PeerSession session, PacketKind kind, DatagramPacket packet) {
        int count = waiting.incrementAndGet();
        if (count > MAX_WAITING) {
            waiting.decrementAndGet();
            packet.release();
            metrics.drop(DropReason.QUEUE_FULL);
            return;
        }
        items.add(new Item(session, kind, packet));
        if (count == 1) {
            wake();
        }
    }

    private void wake() {
        try {
            loop.execute(deliver);
        } catch (RejectedExecutionException _) {
            clear();
        }
    }

    private void deliver() {
        for (int i = 0; i < PER_TURN; i++) {
            var item = items.poll();
            if (item != null) {
                deliver(item);
            }
            // Counted but not there yet: its producer is between the two steps, so come back.
            if (item == null || waiting.decrementAndGet() == 0) {
                break;
            }
        }
        if (waiting.get() > 0) {
            wake();
        }
    }

    private static void deliver(Item item) {
        try {
            item.session.onDatagram(item.kind, item.packet);
        } finally {
            item.packet.release();
        }
    }

    void clear() {
        for (@Nullable
        Item item = items.poll(); item != null; item = items.poll()) {
            item.packet.release();
            waiting.decrementAndGet();
        }
    }
}

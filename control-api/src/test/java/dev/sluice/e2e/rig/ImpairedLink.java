package dev.sluice.e2e.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and the relay's UDP port and passes datagrams on as a bad line does. The same seed loses the
 * same datagrams of a direction, counted in the order of their arrival. One thread, on which all but the setting of the
 * impairments and the counters happens.
 */
public final class ImpairedLink implements AutoCloseable {
    private static final int DATAGRAM_BYTES = 2048;
    private static final int SOCKET_BYTES = 1 << 20;
    private static final int MAX_UNDERWAY = 20_000;
    private static final int MAX_CLIENTS = 64;
    private static final double NANOS_PER_MILLI = 1e6;

    /** A datagram on its way; equal times are served in the order of arrival. */
    private record Underway(long dueNanos, long arrival, DatagramChannel from, SocketAddress to, ByteBuffer bytes) {
        int compareTo(Underway other) {
            int byTime = Long.compare(dueNanos - other.dueNanos, 0);
            return byTime != 0 ? byTime : Long.compare(arrival, other.arrival);
        }
    }

    private static final class Direction {
        private final Random random;
        private volatile Impairment impairment = Impairment.NONE;

        Direction(long seed) {
            random = new Random(seed);
        }
    }

    private final Selector selector;
    private final DatagramChannel front;
    private final InetSocketAddress relay;
    private final Map<SocketAddress, DatagramChannel> upstream = new HashMap<>();
    private final PriorityQueue<Underway> queue = new PriorityQueue<>(Underway::compareTo);
    private final ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_BYTES);
    private final Direction toRelay;
    private final Direction fromRelay;
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;
    private long arrivals;

    public ImpairedLink(int relayPort, long seed) {
        try {
            selector = Selector.open();
            front = open(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        relay = loopback(relayPort);
        toRelay = new Direction(seed);
        fromRelay = new Direction(~seed);
        thread = Thread.ofPlatform().daemon().name("impaired-link").start(this::run);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** What it receives is for this client, or for the relay if there is none. */
    private DatagramChannel open(@Nullable SocketAddress client) throws IOException {
        var channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES).bind(loopback(0)).configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, client);
        return channel;
    }

    public int port() {
        return front.socket().getLocalPort();
    }

    /** From now on, in both directions; what is underway already arrives. */
    public void impair(Impairment both) {
        impair(both, both);
    }

    public void impair(Impairment towardsRelay, Impairment fromTheRelay) {
        toRelay.impairment = towardsRelay;
        fromRelay.impairment = fromTheRelay;
    }

    /** Datagrams that went through; a test of an unused link would prove nothing. */
    public long passed() {
        return passed.get();
    }

    public long lost() {
        return lost.get();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                wait(queue.peek());
                for (var key : selector.selectedKeys()) {
                    receive((DatagramChannel) key.channel(), (SocketAddress) key.attachment());
                }
                selector.selectedKeys().clear();
                sendDue();
            }
        } catch (IOException | ClosedSelectorException _) {
            // Closed with the link.
        }
    }

    private void wait(@Nullable Underway next) throws IOException {
        if (next == null) {
            selector.select();
            return;
        }
        double millis = (next.dueNanos() - System.nanoTime()) / NANOS_PER_MILLI;
        if (millis < 0.5) {
            selector.selectNow();
        } else {
            selector.select(Math.max(1, Math.round(millis)));
        }
    }

    private void receive(DatagramChannel channel, @Nullable SocketAddress client)
            throws IOException {
        for (var from = channel.receive(buffer.clear()); from != null; from = channel.receive(buffer.clear())) {
            if (client == null) {
                take(toRelay, upstreamOf(from), relay);
            } else {
                take(fromRelay, front, client);
            }
        }
    }

    private DatagramChannel upstreamOf(SocketAddress client) throws IOException {
        var channel = upstream.get(client);
        if (channel == null) {
            if (upstream.size() == MAX_CLIENTS) {
                throw new IllegalStateException("more than " + MAX_CLIENTS + " clients");
            }
            channel = open(client);
            upstream.put(client, channel);
        }
        return channel;
    }

    private void take(Direction direction, DatagramChannel out, SocketAddress to) {
        var impairment = direction.impairment;
        boolean loses = impairment.loses(direction.random);
        long due = System.nanoTime() + impairment.delayNanos(direction.random);
        if (loses || queue.size() == MAX_UNDERWAY) {
            lost.incrementAndGet();
            return;
        }
        var bytes = ByteBuffer.allocate(buffer.flip().remaining()).put(buffer).flip();
        queue.add(new Underway(due, arrivals++, out, to, bytes));
    }

    private void sendDue() throws IOException {
        for (var next = queue.peek(); next != null && next.dueNanos() - System.nanoTime() <= 0; next = queue.peek()) {
            queue.remove();
            passed.incrementAndGet();
            next.from().send(next.bytes(), next.to());
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            thread.join();
            front.close();
            for (var channel : upstream.values()) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

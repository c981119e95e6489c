package dev.sluice.e2e.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between one viewer and the relay's UDP port and passes datagrams on, until it is shut: then it loses all. */
public final class UdpGate implements AutoCloseable {
    private static final int DATAGRAM_BYTES = 2048;
    private final DatagramChannel front;
    private final InetSocketAddress relay;
    private final Map<SocketAddress, DatagramChannel> upstream = new ConcurrentHashMap<>();
    private final AtomicLong passed = new AtomicLong();
    private volatile boolean shut;

    public UdpGate(int relayPort) {
        this.relay = loopback(relayPort);
        this.front = open();
        Thread.ofVirtual().start(() -> pump(front, this::toRelay));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static DatagramChannel open() {
        try {
            return DatagramChannel.open().bind(loopback(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return front.socket().getLocalPort();
    }

    /** From now on every datagram in either direction is lost. */
    public void shut() {
        shut = true;
    }

    /** Datagrams that went through; a test that shuts an unused gate would prove nothing. */
    public long passed() {
        return passed.get();
    }

    private interface Sink {
        void accept(SocketAddress from, ByteBuffer datagram) throws IOException;
    }

    private void pump(DatagramChannel channel, Sink sink) {
        var buffer = ByteBuffer.allocate(DATAGRAM_BYTES);
        try {
            while (true) {
                var from = channel.receive(buffer.clear());
                if (!shut && from != null) {
                    passed.incrementAndGet();
                    sink.accept(from, buffer.flip());
                }
            }
        } catch (IOException _) {
            // Closed with the gate.
        }
    }

    private void toRelay(SocketAddress viewer, ByteBuffer datagram) throws IOException {
        var channel = upstream.get(viewer);
        if (channel == null) {
            channel = open();
            upstream.put(viewer, channel);
            var back = channel;
            Thread.ofVirtual().start(() -> pump(back, (_, answer) -> front.send(answer, viewer)));
        }
        channel.send(datagram, relay);
    }

    @Override
    public void close() {
        close(front);
        upstream.values().forEach(UdpGate::close);
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.sluice.e2e.rig;

import java.io.IOException;
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

    public UdpGate(int relayPort) throws IOException {
        this.relay = loopback(relayPort);
        this.front = DatagramChannel.open().bind(loopback(0));
        Thread.ofVirtual().start(() -> pump(front, this::toRelay));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public int port() throws IOException {
        return ((InetSocketAddress) front.getLocalAddress()).getPort();
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
            channel = DatagramChannel.open().bind(loopback(0));
            upstream.put(viewer, channel);
            var back = channel;
            Thread.ofVirtual().start(() -> pump(back, (_, answer) -> front.send(answer, viewer)));
        }
        channel.send(datagram, relay);
    }

    @Override
    public void close() throws IOException {
        front.close();
        for (var channel : upstream.values()) {
            channel.close();
        }
    }
}

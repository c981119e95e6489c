package dev.sluice.e2e.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/** UDP sockets on several addresses of loopback, none of them a peer's; they send in turn and hear what comes back. */
public final class Strangers implements AutoCloseable {
    private static final int PORTS = 3;
    private final InetSocketAddress relay;
    private final List<DatagramChannel> sockets = new ArrayList<>();
    private int sent;

    public Strangers(int relayPort) {
        relay = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), relayPort);
        try {
            for (int i = 0; i < 8 * PORTS; i++) {
                var socket = DatagramChannel.open()
                        .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0." + (1 + i / PORTS)), 0));
                sockets.add(socket);
                socket.configureBlocking(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void send(byte[] datagram) {
        try {
            sockets.get(sent++ % sockets.size()).send(ByteBuffer.wrap(datagram), relay);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sizes of all datagrams that came since the last look. */
    public List<Integer> replies() {
        var sizes = new ArrayList<Integer>();
        var bytes = ByteBuffer.allocate(4096);
        try {
            for (var socket : sockets) {
                while (socket.receive(bytes.clear()) != null) {
                    sizes.add(bytes.position());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sizes;
    }

    @Override
    public void close() {
        try {
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

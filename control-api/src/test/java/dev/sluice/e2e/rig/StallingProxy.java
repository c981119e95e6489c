package dev.sluice.e2e.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between TCP clients and the relay's TCP port and passes bytes on, until it stops to read from the relay. */
public final class StallingProxy implements AutoCloseable {
    private static final int CHUNK_BYTES = 16_384;
    private final ServerSocket front;
    private final int relayPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong passed = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean stalled;

    public StallingProxy(int relayPort) {
        this.relayPort = relayPort;
        try {
            front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return front.getLocalPort();
    }

    /** From now on nothing more is read from the relay, whose connections stay open. */
    public void stall() {
        stalled = true;
    }

    /** Bytes that came from the relay and went on. */
    public long passed() {
        return passed.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = kept(front.accept());
                var relay = kept(new Socket(InetAddress.getLoopbackAddress(), relayPort));
                Thread.ofVirtual().start(() -> pump(client, relay, false));
                Thread.ofVirtual().start(() -> pump(relay, client, true));
            }
        } catch (IOException _) {
            // Closed with the proxy.
        }
    }

    private Socket kept(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private void pump(Socket from, Socket to, boolean ofRelay) {
        var chunk = new byte[CHUNK_BYTES];
        try (from; to) {
            for (int n = from.getInputStream().read(chunk); n >= 0; n = from.getInputStream().read(chunk)) {
                to.getOutputStream().write(chunk, 0, n);
                if (ofRelay) {
                    passed.addAndGet(n);
                    awaitFlow();
                }
            }
        } catch (IOException _) {
            // One of the two has gone, so does the other.
        }
    }

    private void awaitFlow() {
        try {
            if (stalled) {
                closed.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            front.close();
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

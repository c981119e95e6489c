package dev.sluice.e2e.rig;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** TCP connections to one port from addresses of loopback, in the order in which they were made. */
public final class Crowd implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 2000;
    private final InetSocketAddress relay;
    private final List<Socket> sockets = new ArrayList<>();

    public Crowd(int relayPort) {
        relay = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), relayPort);
    }

    public void connect(String from, int count) {
        try {
            for (int i = 0; i < count; i++) {
                var socket = new Socket();
                sockets.add(socket);
                socket.bind(new InetSocketAddress(from, 0));
                socket.connect(relay);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The connections from this to that one say something each. */
    public void say(int from, int to, IntFunction<byte[]> what) {
        try {
            for (int i = from; i < to; i++) {
                sockets.get(i).getOutputStream().write(what.apply(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A packet behind its length (RFC 4571 2). */
    public static byte[] framed(byte[] packet) {
        return ByteBuffer.allocate(2 + packet.length).putShort((short) packet.length).put(packet).array();
    }

    /** How many the other side has not closed. */
    public int open() {
        return (int) sockets.stream().filter(Crowd::isOpen).count();
    }

    private static boolean isOpen(Socket socket) {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return false;
        } catch (SocketTimeoutException _) {
            return true;
        } catch (IOException _) {
            // Reset: closed.
            return false;
        }
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

package dev.sluice.webrtc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** What a {@link TestPeer} sends and receives packets by: a UDP socket, or an ICE-TCP connection. */
interface TestWire extends AutoCloseable {
    InetSocketAddress address();

    void send(byte[] packet, InetSocketAddress to) throws IOException;

    /** Blocks until a packet comes; throws once it is closed. */
    byte[] receive() throws IOException;

    @Override
    void close();

    /** A UDP socket of this address. */
    static TestWire udp(InetAddress local) throws IOException {
        return new Udp(new DatagramSocket(new InetSocketAddress(local, 0)));
    }

    /** A connection to the server. */
    static TestWire tcp(InetSocketAddress server) throws IOException {
        return new Tcp(new Socket(server.getAddress(), server.getPort()));
    }

    record Udp(DatagramSocket socket) implements TestWire {
        @Override
        public InetSocketAddress address() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void send(byte[] packet, InetSocketAddress to) throws IOException {
            socket.send(new DatagramPacket(packet, packet.length, to));
        }

        @Override
        public byte[] receive() throws IOException {
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    record Tcp(Socket socket) implements TestWire {
        @Override
        public InetSocketAddress address() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void send(byte[] packet, InetSocketAddress to) throws IOException {
            synchronized (this) {
                new DataOutputStream(socket.getOutputStream()).write(framed(packet));
            }
        }

        @Override
        public byte[] receive() throws IOException {
            var in = new DataInputStream(socket.getInputStream());
            return in.readNBytes(in.readUnsignedShort());
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A packet behind its length (RFC 4571 2). */
    static byte[] framed(byte[] packet) {
        var frame = new byte[2 + packet.length];
        frame[0] = (byte) (packet.length >> 8);
        frame[1] = (byte) packet.length;
        System.arraycopy(packet, 0, frame, 2, packet.length);
        return frame;
    }
}

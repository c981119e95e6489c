package dev.sluice.rtmp;

import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.Handshake;
import dev.sluice.rtmp.codec.MessageWriter;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** A peer on a socket, who says what it wants and hears answers as text. */
final class RawPeer implements AutoCloseable {
    private final Socket socket;
    private final MessageWriter writer = new MessageWriter(PooledByteBufAllocator.DEFAULT);

    private RawPeer(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
    }

    /** Says nothing. */
    static RawPeer silent(int port) throws IOException {
        return new RawPeer(port);
    }

    /** Through the handshake and the connect, without waiting for the answer to it. */
    static RawPeer connected(int port) throws IOException {
        var peer = new RawPeer(port);
        var hello = new byte[1 + Handshake.SIZE];
        hello[0] = 3;
        peer.socket.getOutputStream().write(hello);
        if (peer.socket.getInputStream().readNBytes(1 + 2 * Handshake.SIZE).length > 0) {
            peer.socket.getOutputStream().write(new byte[Handshake.SIZE]);
            peer.send(new Command(0, "connect", 1, new AmfValue.Obj("", Map.of("app", new AmfValue.Text("push")))));
        }
        return peer;
    }

    static RawPeer publishing(int port) throws IOException {
        var peer = connected(port);
        peer.send(new Command(1, "publish", 5, new AmfValue.Null(), new AmfValue.Text(TestEncoder.KEY)));
        peer.await("NetStream.Publish.Start");
        return peer;
    }

    void send(RtmpMessage... messages) throws IOException {
        var out = Unpooled.buffer();
        for (var message : messages) {
            writer.write(message, out);
        }
        sendBytes(out.array(), out.readableBytes());
    }

    void sendBytes(byte[] bytes, int length) throws IOException {
        socket.getOutputStream().write(bytes, 0, length);
    }

    /** Reads up to this. */
    void await(String text) throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int octet = socket.getInputStream().read();
            assertThat(octet).as("more after " + seen).isNotNegative();
            seen.append((char) octet);
        }
    }

    String readToTheEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

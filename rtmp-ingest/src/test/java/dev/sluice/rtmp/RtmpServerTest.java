package dev.sluice.rtmp;

import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.Handshake;
import dev.sluice.rtmp.codec.MessageWriter;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The server on real sockets. */
class RtmpServerTest {
    private static final RtmpLimits LIMITS = new RtmpLimits(10, 2, 3, RtmpLimits.DEFAULT.chunks(),
            RtmpLimits.DEFAULT.amf(), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15),
            Duration.ofSeconds(2));

    private final EventLoops loops = EventLoops.create(2);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Door closedDoor = (_, _) -> CompletableFuture
            .failedStage(new ProtocolException(StableCode.TOKEN_EXPIRED, "it was for yesterday"));
    private RtmpServer server = server(closedDoor);
    private int port;

    private RtmpServer server(Door door) {
        return new RtmpServer(loops, door, LIMITS, Clock.SYSTEM, metrics);
    }

    @BeforeEach
    void listen() throws IOException {
        port = server.bind("::", 0, Optional.empty());
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
    }

    private Socket publisher() throws IOException {
        return publisher(Map.of());
    }

    /** @param more properties of the connect */
    private Socket publisher(Map<String, AmfValue> more) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        publish(socket, more);
        return socket;
    }

    static void publish(Socket socket) throws IOException {
        publish(socket, Map.of());
    }

    /** Handshake, connect and publish at once, as no encoder does it and every one may. */
    private static void publish(Socket socket, Map<String, AmfValue> more) throws IOException {
        var out = Unpooled.buffer().writeByte(3).writeZero(2 * Handshake.SIZE);
        var writer = new MessageWriter(PooledByteBufAllocator.DEFAULT);
        var properties = new HashMap<>(more);
        properties.put("app", new AmfValue.Text("push"));
        writer.write(new Command(0, "connect", 1, new AmfValue.Obj("", properties)), out);
        writer.write(new Command(1, "publish", 5, new AmfValue.Null(), new AmfValue.Text(TestEncoder.KEY)), out);
        byte[] endOfSequence = new byte[100_000];
        endOfSequence[0] = 0x27;
        endOfSequence[1] = 2;
        writer.write(new RtmpMessage.Video(1, 0, Unpooled.wrappedBuffer(endOfSequence)), out);
        socket.getOutputStream().write(out.array(), out.readerIndex(), out.readableBytes());
    }

    static String readToTheEnd(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void theReasonArrivesThoughThePeerGoesOnSending() throws IOException {
        try (var socket = publisher()) {
            assertThat(readToTheEnd(socket)).contains("NetStream.Publish.Denied",
                    "TOKEN_EXPIRED: it was for yesterday");
            socket.getOutputStream().write(new byte[1000]);
        }
        assertThat(metrics.counter("sluice.rtmp.refused", "code", "TOKEN_EXPIRED").count()).isEqualTo(1);
    }

    @Test
    void oneAddressIsToldWhenItHasTooMany() throws IOException {
        try (var first = greeted(); var second = greeted(); var third = publisher()) {
            assertThat(readToTheEnd(third)).contains("LIMIT_EXCEEDED: connectionsPerAddress");
            assertThat(first.isClosed() || second.isClosed()).isFalse();
        }
    }

    @Test
    void handshakesThatNeverComeAreBounded() throws IOException {
        try (var first = silent(); var second = silent(); var third = silent(); var fourth = silent()) {
            assertThat(fourth.getInputStream().read()).isEqualTo(-1);
            assertThat(first.isClosed() || second.isClosed() || third.isClosed()).isFalse();
        }
    }

    @Test
    void aClosingServerSaysSo() throws Exception {
        var door = new RecordingDoor(true);
        server.close();
        server = server(door);
        port = server.bind("127.0.0.1", 0, Optional.empty());
        try (var socket = publisher()) {
            awaitText(socket, "NetStream.Publish.Start");
            var closing = Thread.ofVirtual().start(server::close);
            assertThat(readToTheEnd(socket)).contains("DRAINING: the relay is shutting down");
            socket.shutdownOutput();
            closing.join();
        }
        assertThat(door.sink.lines).containsExactly("end DRAINING clean");
    }

    @Test
    void aClosingServerAsksForAReconnectAndWaits() throws Exception {
        var door = new RecordingDoor(true);
        server.close();
        server = server(door);
        port = server.bind("127.0.0.1", 0, Optional.empty());
        try (var socket = publisher(Map.of("capsEx", new AmfValue.Num(1)))) {
            awaitText(socket, "NetStream.Publish.Start");
            var closing = Thread.ofVirtual().start(server::close);
            awaitText(socket, "NetConnection.Connect.ReconnectRequest");
            assertThat(closing.isAlive()).isTrue();
            socket.shutdownOutput();
            closing.join();
        }
        loops.close(); // a channel's close is told before its session hears of it
        assertThat(door.sink.lines).containsExactly("end PEER_CLOSED lost");
    }

    @Test
    void aTakenPortIsNamed() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> server.bind("127.0.0.1", port, Optional.empty()))
                .withMessageContaining(Integer.toString(port));
    }

    private Socket silent() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Through the handshake, and quiet from then on. */
    private Socket greeted() throws IOException {
        var socket = silent();
        var hello = new byte[1 + Handshake.SIZE];
        hello[0] = 3;
        socket.getOutputStream().write(hello);
        socket.getInputStream().readNBytes(1 + 2 * Handshake.SIZE);
        socket.getOutputStream().write(new byte[Handshake.SIZE]);
        return socket;
    }

    static void awaitText(Socket socket, String text) throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int octet = socket.getInputStream().read();
            assertThat(octet).as("more after " + seen).isNotNegative();
            seen.append((char) octet);
        }
    }
}

package dev.sluice.rtmp;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.FakeClock;
import dev.sluice.testkit.LogLines;
import dev.sluice.testkit.TestCertificates;
import dev.sluice.tls.Certificates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.rtmp.RtmpServerTest.awaitText;
import static dev.sluice.rtmp.RtmpServerTest.publish;
import static dev.sluice.rtmp.RtmpServerTest.readToTheEnd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A server with both ports on real sockets, and the JDK's own TLS as its client. */
@Timeout(20)
class RtmpsServerTest {
    @TempDir
    Path folder = Path.of("");

    private final EventLoops loops = EventLoops.create(2);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FakeClock certificatesClock = new FakeClock();
    private final LogLines log = new LogLines(RtmpServer.class);
    private RtmpServer server = server(new RecordingDoor(true), Duration.ofSeconds(5));
    private int plainPort;
    private int tlsPort;

    private RtmpServer server(Door door, Duration handshakeTime) {
        var usual = RtmpLimits.DEFAULT;
        return new RtmpServer(loops, door, new RtmpLimits(10, 10, 3, usual.chunks(), usual.amf(), handshakeTime,
                usual.publishTime(), usual.idleTime(), usual.lingerTime()), Clock.SYSTEM, metrics);
    }

    @BeforeEach
    void listen() throws IOException {
        plainPort = server.bind("127.0.0.1", 0, Optional.empty());
        tlsPort = server.bind("127.0.0.1", 0, Optional.of(
                Certificates.read("rtmp.tls", TestCertificates.put(folder, "rsa"), certificatesClock)));
    }

    private void restart(Door door, Duration handshakeTime) throws IOException {
        server.close();
        server = server(door, handshakeTime);
        listen();
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
        log.close();
    }

    private static Socket to(int port) throws IOException {
        return patient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    private static SSLSocket tlsTo(int port) throws Exception {
        return patient((SSLSocket) TestCertificates.trusting().getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port));
    }

    private static <S extends Socket> S patient(S socket) throws IOException {
        socket.setSoTimeout(10_000);
        return socket;
    }

    private double refused() {
        return metrics.counter("sluice.rtmp.refused", "code", "PROTOCOL_ERROR").count();
    }

    /** What the log says of the one connection that was dropped; the test's timeout is the bound. */
    private String dropped() {
        while (log.lines().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(refused()).isEqualTo(1);
        return log.lines().getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void publishesOverTls(String version) throws Exception {
        try (var socket = tlsTo(tlsPort)) {
            socket.setEnabledProtocols(new String[]{version});
            publish(socket);
            awaitText(socket, "NetStream.Publish.Start");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRefusalArrivesAndTheConnectionEndsAsTlsWantsIt(String version) throws Exception {
        restart((_, _) -> CompletableFuture.failedStage(
                new ProtocolException(StableCode.TOKEN_EXPIRED, "it was for yesterday")), Duration.ofSeconds(5));
        try (var socket = tlsTo(tlsPort)) {
            socket.setEnabledProtocols(new String[]{version});
            publish(socket);
            assertThat(readToTheEnd(socket)).contains("NetStream.Publish.Denied",
                    "TOKEN_EXPIRED: it was for yesterday");
        }
    }

    @Test
    void whoTakesTheOtherPortIsDroppedAndTheLogSaysWhichIsMeant() throws Exception {
        try (var socket = to(tlsPort)) {
            publish(socket);
            assertThat(endOf(socket)).isTrue();
        }
        assertThat(dropped()).startsWith("INFO dropped peer=127.0.0.1:")
                .contains("PROTOCOL_ERROR: found no TLS on the port "
                        + "with TLS, expected the other port: rtmp:// goes to port " + plainPort);
    }

    @Test
    void andTheOtherWayRound() throws Exception {
        try (var socket = tlsTo(plainPort)) {
            assertThatExceptionOfType(IOException.class).isThrownBy(socket::startHandshake);
        }
        assertThat(dropped())
                .contains("PROTOCOL_ERROR: found TLS on the port without, expected the other port: rtmps:// "
                        + "goes to port " + tlsPort);
    }

    /** Closed with input unread, a connection may end in a reset. */
    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException reset) {
            return !(reset instanceof java.net.SocketTimeoutException);
        }
    }

    @Test
    void aClientThatDoesNotTrustUsIsSeenInTheLog() throws Exception {
        try (var socket = patient((SSLSocket) SSLContext.getDefault().getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), tlsPort))) {
            assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(socket::startHandshake);
        }
        assertThat(dropped()).contains("PROTOCOL_ERROR: TLS handshake: (certificate_unknown)");
    }

    @Test
    void bytesThatBeginAsTlsAndAreNoneEndTheConnectionAndAreNotQuoted() throws Exception {
        try (var socket = to(tlsPort)) {
            socket.getOutputStream()
                    .write("\u0016 usersig=eJsecret".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(endOf(socket)).isTrue();
        }
        assertThat(dropped()).contains("PROTOCOL_ERROR: TLS handshake: found no record of TLS");
    }

    @Test
    void aTlsHandshakeIsHalfOpenUntilRtmpsOwnIsDone() throws Exception {
        try (var silent = to(tlsPort); var shaken = tlsTo(tlsPort); var publishing = tlsTo(tlsPort)) {
            shaken.startHandshake();
            publish(publishing);
            awaitText(publishing, "NetStream.Publish.Start");
            try (var third = tlsTo(tlsPort); var fourth = to(tlsPort)) {
                third.startHandshake();
                assertThat(endOf(fourth)).as("a fourth that is half open").isTrue();
                assertThat(silent.isClosed() || shaken.isClosed()).isFalse();
            }
        }
        assertThat(metrics.counter("sluice.rtmp.refused", "code", "LIMIT_EXCEEDED").count()).isEqualTo(1);
    }

    @Test
    void oneDeadlineIsForBothHandshakes() throws Exception {
        restart(new RecordingDoor(true), Duration.ofMillis(300));
        try (var silent = to(tlsPort); var shaken = tlsTo(tlsPort)) {
            shaken.startHandshake();
            assertThat(endOf(silent)).isTrue();
            assertThat(endOf(shaken)).isTrue();
        }
        assertThat(refused()).isEqualTo(2);
    }

    @Test
    void aNewConnectionSeesTheNewCertificateAndAnOldOneGoesOn() throws Exception {
        try (var before = tlsTo(tlsPort)) {
            assertThat(nameShownTo(before)).isEqualTo("CN=rsa.test");
            TestCertificates.put(folder, "ec");
            certificatesClock.advance(Duration.ofSeconds(1));
            try (var after = tlsTo(tlsPort)) {
                assertThat(nameShownTo(after)).isEqualTo("CN=ec.test");
            }
            publish(before);
            awaitText(before, "NetStream.Publish.Start");
        }
    }

    private static String nameShownTo(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
    }
}

package dev.sluice.server.relay;

import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import dev.sluice.config.GeneratedSecrets;
import dev.sluice.e2e.rig.Await;
import dev.sluice.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class RelayTest {
    @TempDir
    Path data;

    /** FFmpeg's libraries are unpacked once per process, and the first test's folder goes. */
    @BeforeAll
    static void unpackElsewhere() {
        System.setProperty("org.bytedeco.javacpp.cachedir",
                Path.of(System.getProperty("user.home"), ".javacpp", "cache").toString());
    }

    private Config config(Map<String, String> more) {
        var environment = new HashMap<>(Map.of("SLUICE_HTTP_PORT", "0", "SLUICE_RTMP_PORT", "0",
                "SLUICE_WEBRTC_PORT", "0", "SLUICE_DATA_DIRECTORY", data.toString()));
        environment.putAll(more);
        return GeneratedSecrets.fill(Config.load(Optional.empty(), environment)).config();
    }

    private static HttpResponse<String> get(Relay relay, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.ports().http() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    @Test
    void whenReadyEveryPortIsOpenAndEveryRouteAnswers() throws Exception {
        try (var relay = Relay.start(config(Map.of()), "1.0")) {
            var ports = relay.ports();
            assertThat(ports.ready())
                    .isEqualTo("ready http=" + ports.http() + " rtmp=" + ports.rtmp() + " webrtc=" + ports.webrtc());
            assertThat(ports.http()).isPositive();
            assertThat(ports.webrtc()).isPositive();
            new Socket(InetAddress.getLoopbackAddress(), ports.rtmp()).close();
            assertThat(get(relay, "/health/live").body()).isEqualTo("{\"status\":\"live\"}");
            assertThat(get(relay, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(relay, "/console/").statusCode()).isEqualTo(200);
            assertThat(get(relay, "/metrics").body()).contains("sluice_rooms 0.0", "jvm_memory_used_bytes",
                    "process_uptime_seconds", "sluice_rtmp_connections");
        }
    }

    @Test
    void withACertificateThePortSpeaksHttpsAndThereIsOneForRtmps() throws Exception {
        var tls = TestCertificates.put(data, "rsa");
        try (var relay = Relay.start(config(Map.of("SLUICE_HTTP_TLS_CERT", tls.cert().toString(),
                "SLUICE_HTTP_TLS_KEY", tls.key().toString(), "SLUICE_RTMP_TLS_PORT", "0")), "1.0")) {
            var ports = relay.ports();
            assertThat(ports.ready()).isEqualTo("ready http=" + ports.http() + " rtmp=" + ports.rtmp() + " rtmps="
                    + ports.rtmps().orElseThrow() + " webrtc=" + ports.webrtc());
            assertThat(get(ports, "/console/", "rsa.test").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            try (var plain = open(relay)) {
                assertThat(ask(plain)).isEmpty();
            }
            TestCertificates.put(data, "ec");
            Await.until("the new certificate is shown", Duration.ofSeconds(5),
                    () -> shown(ports.http()).equals("CN=ec.test"));
            assertThat(shown(ports.rtmps().orElseThrow())).isEqualTo("CN=ec.test");
        }
    }

    private static HttpResponse<String> get(Relay.Ports ports, String path, String shown) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + ports.http() + path)).build();
        try (var https = HttpClient.newBuilder().sslContext(TestCertificates.trusting()).build()) {
            var answer = https.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(name(answer.sslSession().orElseThrow())).isEqualTo("CN=" + shown);
            return answer;
        }
    }

    private static String shown(int port) {
        try (var socket = (SSLSocket) TestCertificates.trusting().getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            return name(socket.getSession());
        } catch (IOException | GeneralSecurityException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String name(SSLSession session) throws IOException {
        return ((X509Certificate) session.getPeerCertificates()[0]).getSubjectX500Principal().getName();
    }

    @Test
    void aCertificateThatIsNoGoodIsNamed() {
        var config = config(Map.of("SLUICE_RTMP_TLS_CERT", "no.pem", "SLUICE_RTMP_TLS_KEY", "no.key"));
        assertThatThrownBy(() -> Relay.start(config, "1")).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("rtmp.tls.cert: found no file 'no.pem', expected");
    }

    @Test
    void whatIsNotThereIsAProblem() throws Exception {
        try (var relay = Relay.start(config(Map.of()), "1.0")) {
            var answer = get(relay, "/nothing");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).contains("\"code\":\"PROTOCOL_ERROR\"");
            assertThat(get(relay, "/api/v1/rooms").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void metricsWantTheirTokenWhereOneIsSet() throws Exception {
        try (var relay = Relay.start(config(Map.of("SLUICE_HTTP_METRICS_TOKEN", "look")), "1.0")) {
            assertThat(get(relay, "/metrics").statusCode()).isEqualTo(401);
            assertThat(get(relay, "/metrics", "Authorization", "Bearer look").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void headersBeyondTheirLimitAreRefused() throws Exception {
        try (var relay = Relay.start(config(Map.of("SLUICE_LIMITS_HTTP_HEADER_BYTES", "2048")), "1.0")) {
            assertThat(get(relay, "/health/live", "X-Long", "x".repeat(4_000)).statusCode()).isEqualTo(431);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SLUICE_LIMITS_CONNECTIONS_PER_ADDRESS", "SLUICE_LIMITS_CONNECTIONS"})
    void connectionsBeyondTheirLimitAreRefusedAndThoseInsideStay(String limit) throws Exception {
        try (var relay = Relay.start(config(Map.of(limit, "2")), "1.0");
                var one = open(relay);
                var two = open(relay)) {
            assertThat(ask(one)).startsWith("HTTP/1.1 200");
            assertThat(ask(two)).startsWith("HTTP/1.1 200");
            try (var three = open(relay)) {
                assertThat(ask(three)).isEmpty();
            }
            assertThat(metrics(one)).contains("sluice_http_refused_total{code=\"LIMIT_EXCEEDED\"} 1.0");
        }
    }

    /** By a connection that is open; it is closed then. */
    private static String metrics(Socket socket) throws IOException {
        socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static Socket open(Relay relay) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), relay.ports().http());
    }

    /** The first bytes of an answer; empty where the connection was closed. */
    private static String ask(Socket socket) {
        try {
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        } catch (IOException _) {
            return "";
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        var tls = TestCertificates.put(data, "ec");
        try (var taken = new ServerSocket(0)) {
            var port = Integer.toString(taken.getLocalPort());
            assertThatThrownBy(() -> Relay.start(config(Map.of("SLUICE_RTMP_TLS_CERT", tls.cert().toString(),
                    "SLUICE_RTMP_TLS_KEY", tls.key().toString(), "SLUICE_RTMP_TLS_PORT", port)), "1"))
                    .isInstanceOf(IOException.class).hasMessageStartingWith("rtmp.tlsPort: found " + port);
            for (var name : new String[]{"http", "rtmp"}) {
                assertThatThrownBy(() -> Relay
                        .start(config(Map.of("SLUICE_" + name.toUpperCase(Locale.ROOT) + "_PORT", port)), "1"))
                        .isInstanceOf(IOException.class).hasMessageStartingWith(name + ".port: found " + port);
            }
        }
    }

    @Test
    void aClosedRelayAnswersNoMore() throws Exception {
        var relay = Relay.start(config(Map.of()), "1.0");
        relay.close();
        assertThatThrownBy(() -> open(relay)).isInstanceOf(IOException.class);
    }
}

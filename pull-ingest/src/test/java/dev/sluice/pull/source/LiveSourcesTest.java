package dev.sluice.pull.source;

import dev.sluice.config.Config;
import dev.sluice.config.Network;
import dev.sluice.pull.guard.AddressRules;
import dev.sluice.pull.guard.Guard;
import dev.sluice.pull.testkit.Flv;
import dev.sluice.pull.testkit.HttpServer;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.task.TaskException;
import dev.sluice.testkit.TestCertificates;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Sources over real connections to a server of the test's. */
@Timeout(30)
class LiveSourcesTest {
    private static final EventLoops LOOPS = EventLoops.create(1);
    private static final Guard GUARD = new Guard(new AddressRules(false, List.of(Network.of("127.0.0.0/30"))),
            LiveSourcesTest::resolve);

    @TempDir
    private static Path folder;
    private static HttpServer http;
    private static HttpServer https;
    private static Sources sources;
    private static Sources impatient;

    private static List<InetAddress> resolve(String name) throws UnknownHostException {
        return switch (name) {
            case "localhost", "other.test" -> addresses("127.0.0.1");
            // nobody listens at the first
            case "two.test" -> addresses("127.0.0.2", "127.0.0.1");
            case "mixed.test" -> addresses("127.0.0.1", "127.0.0.9");
            default -> throw new UnknownHostException(name);
        };
    }

    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        var addresses = new ArrayList<InetAddress>();
        for (var text : texts) {
            addresses.add(InetAddress.getByName(text));
        }
        return addresses;
    }

    @BeforeAll
    static void start() throws Exception {
        var files = TestCertificates.put(folder, "rsa");
        http = serving(Optional.empty());
        https = serving(Optional.of(SslContextBuilder.forServer(files.cert().toFile(), files.key().toFile()).build()));
        var trust = SslContextBuilder.forClient().trustManager(files.cert().toFile()).build();
        sources = sources(trust, SourceLimits.DEFAULT.stallTime());
        impatient = sources(trust, Duration.ofMillis(300));
    }

    private static Sources sources(SslContext trust, Duration patience) {
        var usual = SourceLimits.DEFAULT;
        var limits = new SourceLimits(3, usual.headerBytes(), usual.tagBytes(), usual.lookupTime(), usual.connectTime(),
                patience, patience);
        return new LiveSources(LOOPS, Clock.SYSTEM, GUARD, limits, trust, UnaryOperator.identity());
    }

    private static HttpServer serving(Optional<SslContext> tls) {
        var flv = Flv.configured().frames(0, 5).buffer();
        return new HttpServer(LOOPS, tls)
                .answer("/length", "200 OK|Content-Length: " + flv.readableBytes(), flv).answer("/close", "200 OK", flv)
                .answer("/short", "200 OK|Content-Length: 5000", flv)
                .answer("/chunked", "200 OK|Transfer-Encoding: chunked", Unpooled.wrappedBuffer(
                        Unpooled.copiedBuffer(
                                "%x\r\n".formatted(flv.readableBytes()).getBytes(StandardCharsets.US_ASCII)),
                        flv.duplicate(),
                        Unpooled.copiedBuffer("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))))
                .answer("/here", (client, _) -> client.writeAndFlush(HttpServer.head("302 Found|Location: /length")))
                .answer("/there",
                        (client, _) -> client.writeAndFlush(HttpServer.head("302 Found|Location: http://other.test:"
                                + http.address().getPort() + "/length?token=hidden")))
                .answer("/down",
                        (client, _) -> client.writeAndFlush(HttpServer.head("301 Moved|Location: http://localhost/x")))
                .answer("/round", (client, _) -> client.writeAndFlush(HttpServer.head("307 Again|Location: /round")))
                .answer("/silent", (client, _) -> {}).answer("/reset", (client, _) -> client.close())
                .answer("/hang", (client, _) -> {
                    client.write(HttpServer.head("200 OK"));
                    client.writeAndFlush(flv.copy());
                }).answer("/endless", (client, _) -> endless(client));
    }

    /** As fast as they go, for ever. */
    private static void endless(Channel client) {
        client.writeAndFlush(Unpooled.wrappedBuffer("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII),
                new byte[64 << 10]))
                .addListener(done -> {
                    if (done.isSuccess()) {
                        client.eventLoop().execute(() -> endless(client));
                    }
                });
    }

    @AfterAll
    static void stop() {
        http.close();
        https.close();
        GUARD.close();
        LOOPS.close();
    }

    private static String at(String path) {
        return "http://localhost:" + http.address().getPort() + path;
    }

    private static Opened open(String url) {
        return Opened.by(sources, url, LOOPS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"/length ended", "/here ended", "/there ended", "/close PEER_CLOSED",
            "/short PEER_CLOSED", "/chunked PEER_CLOSED"})
    void plays(String path, String end) throws Exception {
        var opened = open(at(path));
        assertThat(opened.ended()).startsWith(end);
        assertThat(opened.sink().frames).startsWith("H264 640x360", "AAC", "key 0").endsWith("audio 160");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"/missing; SOURCE_HTTP_404 HTTP status: found 404, expected 200",
            "/round; SOURCE_REFUSED redirects: found one more, expected at most 3",
            "/endless; SOURCE_FORMAT HTTP answer",
            "/reset; SOURCE_UNREACHABLE the source closed the connection without an answer"})
    void breaks(String path, String end) throws Exception {
        assertThat(open(at(path)).ended()).startsWith(end);
    }

    @Test
    void silenceIsAStall() throws Exception {
        assertThat(Opened.by(impatient, at("/silent"), LOOPS).ended()).startsWith("SOURCE_STALLED no answer");
        assertThat(Opened.by(impatient, at("/hang"), LOOPS).ended()).startsWith("SOURCE_STALLED");
    }

    @Test
    void playsOverTls() throws Exception {
        assertThat(open("https://localhost:" + https.address().getPort() + "/length").ended()).isEqualTo("ended");
        assertThat(open("https://localhost:" + https.address().getPort() + "/there").ended())
                .isEqualTo("SOURCE_REFUSED redirect: found from https to http, expected https");
        assertThat(open("https://localhost:" + https.address().getPort() + "/down").ended())
                .startsWith("SOURCE_REFUSED redirect");
    }

    @Test
    void verifiesWhoseCertificateItIs() throws Exception {
        String tls = "SOURCE_UNREACHABLE TLS:";
        assertThat(open("https://other.test:" + https.address().getPort() + "/length").ended()).startsWith(tls);
        var platform = sources(SslContextBuilder.forClient().build(), SourceLimits.DEFAULT.stallTime());
        assertThat(Opened.by(platform, "https://localhost:" + https.address().getPort() + "/length", LOOPS).ended())
                .startsWith(tls);
    }

    @Test
    void aLoginGoesToItsOwnServerOnly() throws Exception {
        String url = at("/here").replace("//", "//me:secret@");
        assertThat(open(url).ended()).isEqualTo("ended");
        assertThat(open(url.replace("here", "there")).ended()).isEqualTo("ended");
        var last = http.requests.subList(http.requests.size() - 4, http.requests.size());
        assertThat(last).extracting(head -> head.stream().anyMatch("authorization: Basic bWU6c2VjcmV0"::equals))
                .containsExactly(true, true, true, false);
        assertThat(last.getLast()).contains("host: other.test:" + http.address().getPort());
    }

    @Test
    void triesEachAddress() throws Exception {
        assertThat(open(at("/length").replace("localhost", "two.test")).ended()).isEqualTo("ended");
    }

    @Test
    void tellsWhyThereIsNoConnection() throws Exception {
        assertThat(open("http://127.0.0.1:1/x?token=hidden").ended())
                .isEqualTo("SOURCE_UNREACHABLE no connection to 127.0.0.1:1");
        assertThat(open("rtmp://two.test:1/a/b").ended()).isEqualTo("SOURCE_UNREACHABLE no connection");
        assertThat(open("http://nowhere.test/x").ended())
                .isEqualTo("SOURCE_UNREACHABLE host nowhere.test: found no address of it, expected at least one");
        assertThat(open("http://mixed.test/x").ended()).startsWith("SOURCE_REFUSED URL host: found a loopback address");
        assertThat(open("nonsense").ended()).startsWith("SOURCE_REFUSED URL scheme: found none");
    }

    @Test
    void nothingComesOfAClosedOne() throws Exception {
        var opened = open(at("/hang"));
        assertThat(opened.played()).isEqualTo("plays");
        LOOPS.next().submit(opened.source()::close).get(10, TimeUnit.SECONDS);
        LOOPS.next().submit(opened.source()::close).get(10, TimeUnit.SECONDS);
        var unopened = open(at("/length"));
        LOOPS.next().submit(unopened.source()::close).get(10, TimeUnit.SECONDS);
        assertThat(open(at("/length")).ended()).isEqualTo("ended");
        assertThat(opened.end()).isNotDone();
        assertThat(unopened.end()).isNotDone();
        assertThat(unopened.sink().frames).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/live/x.flv", "https://localhost/live?x.mp4", "http://localhost/live/x",
            "rtmp://localhost/live/x", "rtmps://localhost/live/x", "http://nowhere.test/x.flv"})
    void checksWithoutObjection(String url) {
        sources.check(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"http://localhost/x.m3u8 path", "http://localhost/x.MP4?a=b path",
            "https://localhost/x.ts#f path", "hls://localhost/x scheme", "file:///etc/passwd scheme",
            "rtmp://localhost/x RTMP",
            "rtmp://localhost RTMP", "http://mixed.test/x host", "http://[fe80::1%25eth0]/ host",
            "http://10.0.0.1/ host"})
    void checks(String url, String part) {
        var refused = catchThrowableOfType(TaskException.class, () -> sources.check(url));
        assertThat(refused.kind()).isEqualTo(TaskException.Kind.STREAM_URL);
        assertThat(refused.getMessage()).contains(part)
                .matches(".*: found .*, expected .*; supported are http\\(s\\) FLV and rtmp\\(s\\)");
    }

    @Test
    void limitsAreTheConfigured() {
        assertThat(SourceLimits.of(Config.defaults().limits())).isEqualTo(SourceLimits.DEFAULT);
    }
}

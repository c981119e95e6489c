package dev.sluice.pull.source;

import dev.sluice.config.Network;
import dev.sluice.pull.guard.AddressRules;
import dev.sluice.pull.guard.Guard;
import dev.sluice.pull.testkit.Flv;
import dev.sluice.pull.testkit.HttpServer;
import dev.sluice.pull.testkit.RtmpOrigin;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.task.TaskException;
import dev.sluice.testkit.TestCertificates;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * URLs that shall lead nowhere, and twins of the same form that shall play. Connections are written down, and made to servers
 * of the test's, whatever their address.
 */
@Timeout(60)
class SsrfTest {
    private static final EventLoops LOOPS = EventLoops.create(1);
    /** Where the redirecting server is; nobody minds that address. */
    private static final String OPEN = "93.184.216.34";
    /** Where the twins are, by the test's resolver. */
    private static final String TWIN = "10.77.0.1";

    @TempDir
    private static Path folder;
    private static HttpServer http;
    private static HttpServer https;
    private static RtmpOrigin rtmp;
    private static SslContext trust;

    private final List<String> connections = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> lookups = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        var files = TestCertificates.put(folder, "rsa");
        trust = SslContextBuilder.forClient().trustManager(files.cert().toFile()).build();
        http = serving(Optional.empty());
        https = serving(Optional.of(SslContextBuilder.forServer(files.cert().toFile(), files.key().toFile()).build()));
        rtmp = new RtmpOrigin(LOOPS, folder);
        rtmp.publish("live/x");
    }

    private static HttpServer serving(Optional<SslContext> tls) {
        var flv = Flv.configured().frames(0, 5).buffer();
        return new HttpServer(LOOPS, tls).answer("/to/", (client, target) -> client.writeAndFlush(HttpServer.head(
                "302 Found|Location: " + URLDecoder.decode(target.substring(4), StandardCharsets.UTF_8))))
                .answer("/x", "200 OK|Content-Length: " + flv.readableBytes(), flv);
    }

    @AfterAll
    static void stop() {
        http.close();
        https.close();
        rtmp.close();
        LOOPS.close();
    }

    /** @param twin of the same form, on the host {@code twin.test} or {@code localhost}, which is there, too */
    record Row(String url, String twin) {
        static Row of(String form, String host) {
            return new Row(form.formatted(host), form.formatted("twin.test"));
        }
    }

    static Stream<Row> rows() {
        var plain = Stream.of("127.0.0.1", "127.8.9.10", "localhost", "LOCALHOST.", "2130706433", "0x7f000001",
                "0x7F.0.0.1",
                "017700000001", "0177.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "10.0.0.1", "0xa.1", "172.16.0.1",
                "192.168.0.1", "3232235521", "100.64.0.1", "169.254.169.254", "0xa9fea9fe", "2852039166",
                "0251.0376.0251.0376", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "192.0.2.1",
                "224.0.0.1", "255.255.255.255", "240.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
                "[0:0:0:0:0:ffff:a9fe:a9fe]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]",
                "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:1::80ff:fffe]", "[fe80::1]", "[fec0::1]",
                "[fc00::1]",
                "[fd00:ec2::254]", "[fd20:ce::254]", "[ff02::1]", "[2001:db8::1]", "１２７。０。０。１", "①⑥⑨.254.169.254",
                "ⓛocalhost", "private.test", "mapped.test", "metadata.test", "mixed.test", "mixed6.test",
                "rebound.test",
                "127.0.0.1:8080", "private.test:22").map(host -> Row.of("http://%s/x.flv", host));
        var otherSchemes = Stream.of("10.0.0.1", "0x7f.1", "private.test", "[::1]")
                .flatMap(host -> Stream.of(Row.of("rtmp://%s/live/x", host),
                        new Row("https://" + host + "/x.flv", "https://localhost/x.flv")));
        var redirects = Stream.of("http://127.0.0.1/x", "http://2130706433/x", "//10.0.0.1/x", "http://private.test/x",
                "http://[::ffff:169.254.169.254]/x", "http://open.test/to/http%%3A%%2F%%2F127.1%%2Fx",
                "https://192.168.0.1/x", "http://u:p@metadata.test/x").map(SsrfTest::redirect);
        return Stream.of(plain, otherSchemes, redirects, tricks()).flatMap(Function.identity());
    }

    private static Row redirect(String location) {
        String to = location.formatted();
        String twin = to.startsWith("https")
                ? "https://localhost/x"
                : to.contains("/to/")
                        ? to.replace("127.1", "twin.test")
                        : to.replaceFirst("//(u:p@)?[^/]+", "//$1twin.test");
        return new Row(redirected(to), redirected(twin));
    }

    private static String redirected(String location) {
        return "http://open.test/to/" + URLEncoder.encode(location, StandardCharsets.UTF_8);
    }

    /** What some take for a login, others for the host. */
    private static Stream<Row> tricks() {
        return Stream.of(new Row("http://open.test@127.0.0.1/x", "http://open.test@twin.test/x"),
                new Row("http://open.test:80@127.0.0.1:80/x", "http://open.test:80@twin.test:80/x"),
                new Row("http://open.test%2f@10.0.0.1/x", "http://open.test%2f@twin.test/x"),
                new Row("http://127.0.0.1\\@open.test/x", "http://127.0.0.1%5c@twin.test/x"),
                new Row("http://open.test\\@127.0.0.1/x", "http://twin.test/x?%5c"),
                new Row("http://a@open.test@127.0.0.1/x", "http://a%40open.test@twin.test/x"),
                new Row("http://open.test:80:80@127.0.0.1@b/x", "http://open.test:80:80@twin.test/x"),
                new Row("http://127.0.0.1#@open.test/x", "http://twin.test/x#@127.0.0.1/"),
                new Row("http://127.0.0.1?@open.test/x", "http://twin.test/x?@127.0.0.1/"),
                new Row("http:127.0.0.1/x", "HTTP://twin.test/x"),
                new Row("http:///127.0.0.1/x", "http://twin.test/x///127.0.0.1"),
                new Row("http://127.0.0.1%00.open.test/x", "http://twin.test/x%00"),
                new Row("http://127.0.0.1%2eopen.test/x", "http://twin.test/x%2e"),
                new Row("http://127.0.0.1\t.open.test/x", "http://twin.test/x%09"),
                new Row("http://open.test\r\nHost:127.0.0.1/x", "http://twin.test/x%0d%0aHost:127.0.0.1"),
                new Row("http://[::1%25eth0]/x", "http://twin.test/x%25eth0"),
                new Row("file:///etc/passwd", "http://twin.test/x/etc/passwd"),
                new Row("gopher://127.0.0.1:6379/_x", "http://twin.test:6379/x"));
    }

    private List<InetAddress> resolve(String name) throws UnknownHostException {
        int before = lookups.computeIfAbsent(name, _ -> new AtomicInteger()).getAndIncrement();
        return switch (name) {
            case "open.test" -> addresses(OPEN);
            case "twin.test" -> addresses(TWIN);
            case "localhost" -> addresses("127.0.0.1", "::1");
            case "private.test" -> addresses("192.168.7.7");
            case "mapped.test" -> addresses("::ffff:127.0.0.1");
            case "metadata.test" -> addresses("169.254.169.254");
            case "mixed.test" -> addresses(OPEN, "127.0.0.1");
            case "mixed6.test" -> addresses(OPEN, "64:ff9b::a00:1");
            // good when it is checked, bad when it is opened
            case "rebound.test" -> before == 0 ? addresses(OPEN) : addresses("127.0.0.1");
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

    private Sources sources(Guard guard) {
        return new LiveSources(LOOPS, Clock.SYSTEM, guard, SourceLimits.DEFAULT, trust, asked -> {
            connections.add(asked.getAddress().getHostAddress());
            return switch (asked.getPort()) {
                case 1935 -> rtmp.address();
                case 443 -> https.address();
                default -> http.address();
            };
        });
    }

    private <T> T guarded(List<Network> allowed, Function<Sources, T> use) {
        try (var guard = new Guard(new AddressRules(false, allowed), this::resolve)) {
            return use.apply(sources(guard));
        }
    }

    private String come(Sources sources, String url) {
        var opened = Opened.by(sources, url, LOOPS);
        try {
            return opened.played();
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            LOOPS.next().submit(opened.source()::close).syncUninterruptibly();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void leadsNowhere(Row row) {
        guarded(List.of(), sources -> {
            boolean later = row.url.contains("/to/") || row.url.contains("rebound");
            var refusal = catchThrowableOfType(TaskException.class, () -> sources.check(row.url));
            assertThat(refusal == null).isEqualTo(later);
            return assertThat(come(sources, row.url)).startsWith("SOURCE_REFUSED");
        });
        assertThat(connections).allMatch(OPEN::equals).hasSizeLessThanOrEqualTo(row.url.contains("/to/") ? 2 : 0);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void butItsTwinPlays(Row row) {
        guarded(List.of(Network.of(TWIN), Network.of("127.0.0.1"), Network.of("::1")), sources -> {
            sources.check(row.twin);
            return assertThat(come(sources, row.twin)).isEqualTo("plays");
        });
        assertThat(connections).isNotEmpty().allMatch(List.of(OPEN, TWIN, "127.0.0.1")::contains)
                .last().isNotEqualTo(OPEN);
    }

    /** It is the address alone that stops those that are well formed: where all may be connected to, they play. */
    @ParameterizedTest
    @MethodSource("wellFormed")
    void orPlaysItselfWhereItsAddressIsAllowed(Row row) {
        var come = guarded(List.of(Network.of("0.0.0.0/0"), Network.of("::/0")), sources -> come(sources, row.url));
        assertThat(come).isEqualTo("plays");
    }

    /** Those over TLS are not, because their certificate is not theirs. */
    static Stream<Row> wellFormed() {
        var malformed = tricks().skip(3).toList();
        return rows().filter(row -> !row.url.contains("https") && !malformed.contains(row));
    }

    /** The name is not resolved again between the check and the connection. */
    @Test
    void eachOpeningResolvesOnce() {
        guarded(List.of(Network.of(TWIN)), sources -> come(sources, "http://twin.test/x"));
        assertThat(lookups.get("twin.test")).hasValue(1);
        assertThat(connections).containsExactly(TWIN);
    }
}

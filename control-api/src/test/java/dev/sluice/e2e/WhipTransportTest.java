package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Camera;
import dev.sluice.e2e.page.PublishPage;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Route;
import dev.sluice.e2e.page.Viewing;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.StallingProxy;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Media over TCP and over IPv6. */
@ExtendWith(Browser.Extension.class)
class WhipTransportTest {
    private static final Duration WATCH = Lengths.choose(4, 30);
    private static final Duration STALLED = Lengths.choose(8, 60);
    private static final long FLAT_BYTES = 8L << 20;

    @Test
    void publishedAndPlayedOverTcpAlone(Browser browser, @TempDir Path folder) {
        try (var relay = RelayProcess.start(folder)) {
            publishAndPlay(browser, relay, Route.TCP, "tcp 127.0.0.1");
        }
    }

    @Test
    void publishedAndPlayedOverIpv6(Browser browser, @TempDir Path folder) {
        try (var relay = RelayProcess.startOnIpv6(folder)) {
            publishAndPlay(browser, relay, Route.IPV6, "udp ::1");
        }
    }

    private static void publishAndPlay(Browser browser, RelayProcess relay, Route route, String candidate) {
        var camera = browser.camera().publishing(relay.whip("way", "camera"), Tokens.userSig("camera"), Camera.USUAL,
                route);
        relay.awaitAnchor("way", "camera");
        var viewer = browser.viewer().playing(relay.whep(Tokens.APP, "way", "viewer"), Tokens.userSig("viewer"), route);
        viewer.watch(Duration.ofSeconds(2));
        Machine.undisturbed(() -> watch(viewer, candidate));
        assertThat(camera.stats().remoteCandidate()).as("the camera's way").isEqualTo(candidate);
        assertThat(viewer.stats().remoteCandidate()).as("the viewer's way").isEqualTo(candidate);
    }

    private static void watch(WatchPage viewer, String candidate) {
        double from = viewer.now();
        viewer.watch(WATCH);
        var viewing = viewer.viewing();
        Report.line("over %s: drawn to seen ms %s; frames/s %.2f".formatted(candidate,
                viewing.encoderToPicture(from, Double.MAX_VALUE), viewing.decodedPerSecond(from)));
        assertThat(viewing.gaps(200, from)).as("freezes").isEmpty();
        assertThat(viewing.readableCodes()).as("part of shown frames with a good checksum").isEqualTo(1);
        assertThat(viewer.tone().hertz()).isCloseTo(Push.TONE_HERTZ, Offset.offset(6.0));
    }

    @Test
    void tcpViewerThatStopsReadingHarmsNobody(Browser browser, @TempDir Path folder) {
        Machine.undisturbed(() -> stallOneOfTwo(browser, folder));
    }

    private static void stallOneOfTwo(Browser browser, Path folder) {
        try (var relay = RelayProcess.start(folder); var proxy = new StallingProxy(relay.webrtcPort())) {
            var camera = browser.camera().publishing(relay.whip("stall", "camera"), Tokens.userSig("camera"));
            relay.awaitAnchor("stall", "camera");
            var well = browser.viewer().playing(relay.whep(Tokens.APP, "stall", "well"), Tokens.userSig("well"));
            var stalled = browser.viewer().playing(relay.whep(Tokens.APP, "stall", "stalled"),
                    Tokens.userSig("stalled"), Route.tcpThrough(proxy.port()));
            stalled.awaitFrames(30, Duration.ofSeconds(10));
            assertThat(proxy.passed()).as("bytes over the proxy").isGreaterThan(50_000);
            well.readCodes();
            unharmed("beside a TCP viewer", camera, well, WATCH);
            stall(relay, proxy, camera, well);
            int decoded = stalled.framesDecodedAtRest();
            assertThat(stalled.framesDecoded()).as("frames of the stalled viewer").isEqualTo(decoded).isPositive();
        }
    }

    private static void stall(RelayProcess relay, StallingProxy proxy, PublishPage camera, WatchPage well) {
        long before = relay.memoryBytes();
        proxy.stall();
        long passed = Await.present("the proxy comes to rest", Duration.ofSeconds(3), () -> {
            long then = proxy.passed();
            well.watch(Duration.ofMillis(300));
            return proxy.passed() == then ? Optional.of(then) : Optional.empty();
        });
        unharmed("beside a TCP viewer that stopped reading", camera, well, STALLED);
        long grown = relay.memoryBytes() - before;
        Report.line("a TCP viewer stopped reading: memory grew by %d kB".formatted(grown >> 10));
        assertThat(proxy.passed()).as("bytes that the stalled viewer got").isEqualTo(passed);
        assertThat(grown).as("growth of memory").isLessThan(FLAT_BYTES);
    }

    /** What the camera sends is its own business: two cores encode, decode and relay here. */
    private static void unharmed(String beside, PublishPage camera, WatchPage well, Duration span) {
        double from = well.now();
        well.watch(span.plus(Viewing.IN_TIME));
        var viewing = well.viewing();
        double decoded = camera.publishing().decodedBy(viewing, from, span);
        Report.line("%s: decoded %.1f %% of what was sent, %.2f frames/s; drawn to seen ms %s".formatted(beside,
                100 * decoded, viewing.decodedPerSecond(from), viewing.encoderToPicture(from, Double.MAX_VALUE)));
        assertThat(decoded).as("part of the sent frames decoded %s", beside).isGreaterThanOrEqualTo(0.95);
        assertThat(viewing.gaps(200, from)).as("freezes %s", beside).isEmpty();
        assertThat(viewing.codes()).as("codes").noneMatch(Viewing.Code::broken);
    }
}

package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Route;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.ChildProcess;
import dev.sluice.e2e.rig.Crowd;
import dev.sluice.e2e.rig.Forger;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Overheard;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayMetrics;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Strangers;
import dev.sluice.e2e.rig.StunBytes;
import dev.sluice.e2e.rig.Tokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Strangers who know all of a live session but its password send to the port where it is published and watched. */
@ExtendWith(Browser.Extension.class)
class ForgedTrafficTest {
    private static final long SEED = 20_260_711;
    private static final int FORGED = 10_000;
    /** Few enough at once for the kernel's buffers, so that none is lost and all can be accounted for. */
    private static final int BURST = 100;
    /** What a peer's own traffic may drop meanwhile. */
    private static final int OWN_DROPS = 20;
    private static final long FLAT_BYTES = 4L << 20;
    private static final Duration WATCH = Lengths.choose(5, 30);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Route UDP = new Route("udp", 0, 0);
    /** Of {@code limits}, as they are by default. */
    private static final int PER_ADDRESS = 100;
    private static final int HALF_OPEN = 500;
    /** How much longer than the ten seconds for a valid check a connection may live. */
    private static final Duration DEADLINE = Duration.ofSeconds(12);
    private static final String DROPPED = "sluice_webrtc_dropped_total";
    private static final String CONNECTIONS = "sluice_webrtc_tcp_connections";
    private static final List<String> STATE = List.of("sluice_webrtc_sessions", "sluice_webrtc_ufrags",
            "sluice_webrtc_addresses", CONNECTIONS);

    private final Random random = new Random(SEED);
    private RelayProcess relay;

    /** One for each test, so that the viewers of another are not counted. */
    @BeforeEach
    void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void tenThousandForgedDatagramsAffectNobody(Browser browser) {
        var token = Tokens.userSig("camera");
        try (var push = Push.whip(relay.whip("forged", "camera"), token).verbose().start();
                var strangers = new Strangers(relay.webrtcPort())) {
            relay.awaitAnchor("forged", "camera");
            var viewer = viewer(browser, "forged", UDP);
            var session = Overheard.of(push);
            Machine.undisturbed(() -> flood(viewer, strangers, session));
            assertThat(push.alive()).as("FFmpeg still sends").isTrue();
            // That they were heard at all, and by what they were refused: the one with the password is answered.
            var check = StunBytes.check(random, session.username(), session.password());
            strangers.send(check);
            var replies = new ArrayList<Integer>();
            Await.until("an answer to who has the password", LIMIT, () -> replies.addAll(strangers.replies()));
            assertThat(replies).singleElement().satisfies(size -> assertThat(size).isLessThanOrEqualTo(check.length));
            assertNoneIsLogged(token, session.password(), sessionKey(push));
        }
    }

    private void flood(WatchPage viewer, Strangers strangers, Overheard session) {
        var forger = new Forger(SEED, session);
        var before = relay.metrics();
        int lines = relay.process().lines().size();
        long memory = relay.memoryBytes();
        double from = viewer.now();
        for (int sent = 0; sent < FORGED; sent += BURST) {
            for (int i = 0; i < BURST; i++) {
                strangers.send(forger.next());
            }
            int expected = sent + BURST;
            Await.until(expected + " are accounted for", LIMIT, () -> grown(before, DROPPED) >= expected);
        }
        viewer.watch(WATCH);
        assertUndisturbed("10,000 forged datagrams", viewer, from);
        long grown = relay.memoryBytes() - memory;
        Report.line("10,000 forged datagrams: memory grew by %d kB; dropped %s".formatted(grown >> 10,
                byReason(before)));
        assertThat(strangers.replies()).as("replies").isEmpty();
        assertThat(grown(before, DROPPED)).as("dropped").isBetween((double) FORGED, (double) FORGED + OWN_DROPS);
        for (var state : STATE) {
            assertThat(grown(before, state)).as(state).isZero();
        }
        assertThat(grown).as("growth of memory").isLessThan(FLAT_BYTES);
        assertThat(relay.process().lines().size() - lines).as("lines logged").isLessThan(5);
    }

    @Test
    void aThousandConnectionsThatProveNothingAreBoundedAndEnd(Browser browser) {
        try (var push = Push.whip(relay.whip("crowd", "camera"), Tokens.userSig("camera")).verbose().start()) {
            relay.awaitAnchor("crowd", "camera");
            var viewer = viewer(browser, "crowd", Route.TCP);
            Machine.undisturbed(() -> {
                try (var crowd = new Crowd(relay.webrtcPort())) {
                    crowd(browser, viewer, crowd, Overheard.of(push));
                }
            });
            assertThat(push.alive()).as("FFmpeg still sends").isTrue();
        }
    }

    private void crowd(Browser browser, WatchPage viewer, Crowd crowd, Overheard session) {
        var before = relay.metrics();
        double from = viewer.now();
        crowd.connect("127.0.0.2", 2 * PER_ADDRESS);
        for (int host = 3; host <= 10; host++) {
            crowd.connect("127.0.0." + host, PER_ADDRESS);
        }
        awaitRefused(before, "CONNECTIONS_PER_ADDRESS", PER_ADDRESS);
        awaitRefused(before, "HALF_OPEN", 400);
        assertThat(grown(before, CONNECTIONS)).isEqualTo(HALF_OPEN);
        speak(crowd, session);
        awaitRefused(before, "FRAME_TOO_LONG", 100);
        awaitRefused(before, "UNKNOWN_PEER", 100);
        var late = viewer(browser, "crowd", UDP);
        assertThat(grown(before, CONNECTIONS)).as("still waited for").isEqualTo(300);
        Await.until("all are closed", DEADLINE, () -> grown(before, CONNECTIONS) == 0);
        assertThat(crowd.open()).as("connections that the relay has not closed").isZero();
        assertThat(grown(before, "sluice_webrtc_tcp_refused_total")).as("refused").isEqualTo(1000);
        assertThat(refused(before, "NO_CHECK")).isEqualTo(300);
        assertUndisturbed("1,000 TCP connections", viewer, from);
        late.awaitFrames(60, LIMIT);
    }

    /** Five ways of proving nothing, a hundred connections each; the first hundred say nothing at all. */
    private void speak(Crowd crowd, Overheard session) {
        var forged = StunBytes.nomination(random, session.username(), "not-the-password-of-anybody");
        var unknown = StunBytes.check(random, "nobody:nobody", session.password());
        crowd.say(200, 300, _ -> Arrays.copyOf(Crowd.framed(forged), 30));
        crowd.say(300, 400, _ -> "GET / HTTP/1.1\r\nHost: relay\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        crowd.say(400, 500, _ -> Crowd.framed(unknown));
        crowd.say(500, 600, _ -> Crowd.framed(forged));
    }

    private WatchPage viewer(Browser browser, String room, Route route) {
        var viewer = browser.viewer().playing(relay.whep(Tokens.APP, room, "viewer"), Tokens.userSig("viewer"), route);
        viewer.watch(Duration.ofSeconds(2));
        return viewer;
    }

    private static void assertUndisturbed(String what, WatchPage viewer, double from) {
        var viewing = viewer.viewing();
        Report.line("%s: frames/s %.2f; longest pause %.0f ms; encoder to picture ms %s".formatted(what,
                viewing.decodedPerSecond(from), viewing.longestPause(from),
                viewing.encoderToPicture(from, Double.MAX_VALUE)));
        assertThat(viewing.gaps(200, from)).as("freezes").isEmpty();
        // FFmpeg sends up to 5 % too fast for its first ten seconds, to make up for its late start.
        assertThat(viewing.decodedPerSecond(from)).isCloseTo(Push.FRAMES_PER_SECOND, Offset.offset(3.0));
    }

    private static String sessionKey(ChildProcess push) {
        return push.await("location=\\S*/v2/pub/session/([\\w-]+)", LIMIT).group(1);
    }

    private void assertNoneIsLogged(String... secrets) {
        assertThat(relay.process().output()).as("the relay's log").doesNotContain(secrets);
    }

    private void awaitRefused(RelayMetrics before, String reason, int count) {
        Await.until(count + " refused by " + reason, LIMIT, () -> refused(before, reason) == count);
    }

    private double refused(RelayMetrics before, String reason) {
        var name = "sluice_webrtc_tcp_refused_total";
        return relay.metrics().sum(name, "reason", reason) - before.sum(name, "reason", reason);
    }

    private Map<String, Integer> byReason(RelayMetrics before) {
        var counts = new TreeMap<String, Integer>();
        for (var sample : relay.metrics().samples()) {
            if (sample.name().equals(DROPPED)) {
                var reason = sample.labels().getOrDefault("reason", "");
                counts.put(reason, (int) (sample.value() - before.sum(DROPPED, "reason", reason)));
            }
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private double grown(RelayMetrics before, String name) {
        return relay.metrics().sum(name) - before.sum(name);
    }
}

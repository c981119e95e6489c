package dev.sluice.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.ConsolePage;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Obs;
import dev.sluice.e2e.rig.ObsProfile;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

/** The encoder that most people use, as they use it. */
@ExtendWith(Browser.Extension.class)
class ObsTest {
    private static final Duration WATCH = Lengths.choose(12, 60);
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Duration DISCONNECTED = Duration.ofSeconds(2);
    private static final Duration RECONNECT = Duration.ofSeconds(10);
    private static final String REMEDY = "in OBS set B-frames to 0";
    private static final Pattern TOLD = Pattern
            .compile("NetStream\\.Publish\\.Rejected \\(B_FRAMES: .*" + REMEDY);
    private static final double STILL_MILLIS = 200;
    private static RelayProcess relay;
    private static Path clip;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
        clip = folder.resolve("clip.mp4");
        Push.clip(SETTLE.plus(WATCH).plusSeconds(8), clip.toString());
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    private Obs obs(ObsProfile profile, String user) {
        return new Obs(folder.resolve(user), profile, relay.rtmpServer(), relay.streamKey("studio", user), clip);
    }

    @Test
    void recommendedSettingsAreSeenMovingAndHeardAsPlayed(Browser browser) {
        try (var obs = obs(ObsProfile.RECOMMENDED, "good")) {
            relay.awaitAnchor("studio", "good");
            var page = browser.viewer().playing(relay.whep(Tokens.APP, "studio", "viewer"), Tokens.userSig("viewer"));
            page.watch(SETTLE);
            Machine.undisturbed(() -> watchAndCheck(page));
            page.screenshot(Report.file("watch-obs.png"));
            obs.stopStreaming();
            relay.awaitGone("studio", "good");
            relay.awaitEnd("good", "PEER_CLOSED");
        }
    }

    private static void watchAndCheck(WatchPage page) {
        double from = page.now();
        var tones = new ArrayList<WatchPage.Tone>();
        for (long second = 0; second < WATCH.toSeconds(); second++) {
            page.watch(Duration.ofSeconds(1));
            tones.add(page.tone());
        }
        var viewing = page.viewing();
        Report.line("OBS watched %d s: frames/s %.2f; longest still picture %.0f ms; skew ms %s; %s".formatted(
                WATCH.toSeconds(), viewing.decodedPerSecond(from), viewing.longestStill(from), viewing.skew(from),
                tones.getLast()));
        assertSoftly(softly -> {
            softly.assertThat(viewing.readableClocks()).as("part of readable clocks").isGreaterThan(0.95);
            softly.assertThat(viewing.longestStill(from)).as("ms in which the picture stood").isLessThan(STILL_MILLIS);
            softly.assertThat(viewing.decodedPerSecond(from)).as("frames decoded per second").isCloseTo(
                    Push.FRAMES_PER_SECOND, Offset.offset(0.1 * Push.FRAMES_PER_SECOND));
            tones.forEach(tone -> checkTone(softly, tone));
        });
    }

    private static void checkTone(SoftAssertions softly, WatchPage.Tone tone) {
        softly.assertThat(tone.hertz()).as("tone").isCloseTo(Push.TONE_HERTZ, Offset.offset(6.0));
        softly.assertThat(tone.share()).as("purity of the tone").isGreaterThan(0.8);
        softly.assertThat(tone.rms()).as("loudness; FFmpeg's sine is 0.088").isBetween(0.05, 0.13);
    }

    @Test
    void defaultSettingsAreRejectedThenToldOnceWhyInObsOwnLogThenJudgedAfresh(Browser browser) {
        var attempts = new AtomicInteger();
        Machine.undisturbed(() -> {
            var user = "bad" + attempts.incrementAndGet();
            try (var obs = obs(ObsProfile.DEFAULT, user)) {
                disconnected(obs);
                rejected(user);
                told(obs, user, 1);
                judged(user, 2);
                if (Lengths.LONG) {
                    told(obs, user, 2);
                    judged(user, 3);
                    told(obs, user, 4); // three rejections within a minute: refused for a minute
                    judged(user, 3);
                }
            }
            shownInConsole(user, browser);
        });
    }

    /** OBS reads nothing while it streams: it learns by the close that it is off. */
    private static void disconnected(Obs obs) {
        long began = obs.nanos("==== Streaming Start");
        var disconnected = Duration.ofNanos(obs.nanos("Disconnected from rtmp:") - began);
        Report.line("OBS with B-frames: disconnected %d ms after its start".formatted(disconnected.toMillis()));
        assertThat(disconnected).isLessThan(DISCONNECTED);
    }

    private static void rejected(String user) {
        assertThat(relay.endedSessions(user)).singleElement().satisfies(ended -> {
            var session = relay.session(ended.path("id").asText());
            assertThat(session.path("code").asText()).isEqualTo("B_FRAMES");
            assertThat(session.path("reason").asText()).contains(REMEDY);
        });
    }

    /** A publish that is refused is told so in time for OBS to read it, and leaves no session. */
    private static void told(Obs obs, String user, int times) {
        int sessions = relay.endedSessions(user).size();
        Await.until("told in the log " + times + " times", RECONNECT, () -> TOLD.matcher(obs.log()).results()
                .count() == times);
        assertThat(relay.endedSessions(user)).hasSize(sessions);
    }

    private static void judged(String user, int times) {
        Await.until("rejected for its B-frames " + times + " times", RECONNECT,
                () -> relay.endedSessions(user).size() == times);
        assertThat(relay.endedSessions(user)).extracting(session -> session.path("code").asText())
                .containsOnly("B_FRAMES");
    }

    private static void shownInConsole(String user, Browser browser) {
        var console = new ConsolePage(browser.page());
        console.open(relay.http("/console/"));
        console.signIn(RelayProcess.ADMIN_TOKEN);
        var row = console.page().locator("#session-rows tr").first();
        PlaywrightAssertions.assertThat(row).containsText(user);
        PlaywrightAssertions.assertThat(row).containsText("B_FRAMES");
        PlaywrightAssertions.assertThat(row).containsText(REMEDY);
        console.page().screenshot(new Page.ScreenshotOptions().setPath(Report.file("console-obs.png")));
    }
}

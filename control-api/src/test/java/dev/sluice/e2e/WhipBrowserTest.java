package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Camera;
import dev.sluice.e2e.page.PublishPage;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Route;
import dev.sluice.e2e.page.Viewing;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One Chromium publishes and another plays. */
@ExtendWith(Browser.Extension.class)
class WhipBrowserTest {
    private static final Duration WATCH = Lengths.choose(6, 60);
    private static final Duration SETTLE = Duration.ofSeconds(4);
    private static final double END_TO_END_MILLIS = 250;
    private static final double RELAY_SECONDS = 0.020;
    private static RelayProcess relay;

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"H264", "VP8"})
    void publishedPictureAndToneComeAsTheyWereSentAndInTime(String codec, Browser browser) {
        var camera = publish(browser, codec, Camera.USUAL.codec(codec));
        relay.awaitAnchor(codec, "camera");
        var viewer = browser.viewer().playing(relay.whep(Tokens.APP, codec, "viewer"), Tokens.userSig("viewer"));
        viewer.readCodes();
        viewer.watch(SETTLE);
        Machine.undisturbed(() -> watch(codec, camera, viewer));
        assertThat(camera.stats().codec("outbound-rtp", "video")).isEqualTo("video/" + codec);
        assertThat(viewer.stats().codec("inbound-rtp", "video")).isEqualTo("video/" + codec);
        assertThat(viewer.viewing().streams()).as("media streams of the two tracks").hasSize(1);
        assertThat(camera.leave()).isEqualTo(200);
        relay.awaitGone(codec, "camera");
    }

    private static PublishPage publish(Browser browser, String room, Camera camera) {
        return browser.camera().publishing(relay.whip(room, "camera"), Tokens.userSig("camera"), camera, Route.DIRECT);
    }

    private static void watch(String codec, PublishPage camera, WatchPage viewer) {
        double from = viewer.now();
        var before = relay.metrics();
        viewer.watch(WATCH.plus(Viewing.IN_TIME));
        var viewing = viewer.viewing();
        var after = relay.metrics();
        var delay = viewing.encoderToPicture(from, Double.MAX_VALUE);
        double relaySeconds = after.quantileSince(before, "sluice_relay_delay_seconds", 0.95);
        double decoded = camera.publishing().decodedBy(viewing, from, WATCH);
        Report.line(("Chromium to Chromium, %s: drawn to seen ms %s; skew ms %s; decoded %.1f %% of what was sent, "
                + "%.2f frames/s; relay p95 <= %.2f ms").formatted(codec, delay, viewing.skew(from), 100 * decoded,
                        viewing.decodedPerSecond(from), 1000 * relaySeconds));
        assertThat(decoded).as("part of the sent frames that was decoded").isGreaterThanOrEqualTo(0.95);
        assertThat(delay.quantile(0.95)).as("drawn to seen, ms").isBetween(1.0, END_TO_END_MILLIS);
        assertThat(relaySeconds).as("relay's share, s").isLessThan(RELAY_SECONDS);
        assertThat(viewing.gaps(200, from)).as("freezes").isEmpty();
        assertThat(viewing.readableCodes()).as("part of shown frames with a good checksum").isEqualTo(1);
        assertThat(viewing.codes()).as("codes of decoded frames").noneMatch(Viewing.Code::broken);
        assertThat(viewer.tone().hertz()).as("tone").isCloseTo(Push.TONE_HERTZ, Offset.offset(6.0));
        assertThat(viewer.tone().rms()).as("loudness; 0.088 was sent").isBetween(0.05, 0.13);
        assertThat(after.sum("sluice_viewers_slow")).as("slow viewers on a good link").isZero();
        assertThat(after.sum("sluice_frames_dropped_total", "reason", "VIEWER_SLOW")).as("frames kept from them")
                .isZero();
        assertThat(after.sum("sluice_transcoders_running")).as("transcoders").isZero();
    }

    @Test
    void wrongTokenIsRefusedAndThePageReadsWhy(Browser browser) {
        var answer = browser.camera().publish(relay.whip("refused", "camera"), Tokens.forged("camera"), Camera.USUAL,
                Route.DIRECT);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("TOKEN_SIGNATURE");
    }
}

package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The anchor outlives its connection: viewers see a freeze and no goodbye. */
@ExtendWith(Browser.Extension.class)
class ReturnTest {
    private static final Duration BACK = Duration.ofSeconds(8);
    /** A burst of late sound would keep the picture behind by more, for many seconds. */
    private static final double AS_LIVE_MILLIS = 400;

    @Test
    void viewerGoesOnWhenTheEncoderIsKilledAndReturns(Browser browser, @TempDir Path folder) {
        Machine.undisturbed(() -> killAndReturn(browser, folder));
    }

    private static void killAndReturn(Browser browser, Path folder) {
        try (var relay = RelayProcess.start(folder)) {
            var url = relay.rtmp("back", "camera");
            var viewer = browser.viewer();
            try (var _ = Push.with(FfmpegProgram.FFMPEG_5, url).start()) {
                watch(relay, viewer);
            }
            viewer.framesDecodedAtRest();
            goesOn(viewer, url, "return after a kill");
        }
    }

    @Test
    void viewerGoesOnWhenASecondEncoderTakesOver(Browser browser, @TempDir Path folder) {
        Machine.undisturbed(() -> takeOver(browser, folder));
    }

    private static void takeOver(Browser browser, Path folder) {
        try (var relay = RelayProcess.start(folder)) {
            var url = relay.rtmp("back", "camera");
            var viewer = browser.viewer();
            try (var displaced = Push.with(FfmpegProgram.FFMPEG_5, url).start()) {
                watch(relay, viewer);
                goesOn(viewer, url, "takeover");
                assertThat(displaced.awaitExit(BACK)).as("exit code of the displaced encoder").isNotZero();
                assertThat(displaced.output()).contains("TAKEN_OVER");
            }
        }
    }

    private static void watch(RelayProcess relay, WatchPage viewer) {
        relay.awaitAnchor("back", "camera");
        viewer.playing(relay.whep(Tokens.APP, "back", "viewer"), Tokens.userSig("viewer")).awaitFrames(45, BACK);
    }

    /** Pictures and sound come again over the same streams, in step and as live as before. */
    private static void goesOn(WatchPage viewer, String url, String what) {
        var before = viewer.stats("inbound-rtp", "video");
        double ageBefore = viewer.viewing().encoderToPicture(0, Double.MAX_VALUE).median();
        double from = viewer.now();
        try (var _ = Push.with(FfmpegProgram.FFMPEG_8, url).start()) {
            viewer.awaitFrames(viewer.viewing().frames().size() + 30, BACK);
            Await.until("the tone is heard again", BACK, () -> Math.abs(viewer.tone().hertz() - Push.TONE_HERTZ) < 6);
            double resumed = viewer.now();
            viewer.watch(Duration.ofSeconds(3));
            var viewing = viewer.viewing();
            var age = viewing.encoderToPicture(resumed, Double.MAX_VALUE);
            Report.line("%s: frames again after %.0f ms; encoder to picture ms before %.0f, after %s".formatted(what,
                    resumed - from, ageBefore, age));
            assertThat(viewer.stats("inbound-rtp", "video").path("ssrc")).isEqualTo(before.path("ssrc"));
            assertThat(viewing.gaps(200, resumed)).isEmpty();
            assertThat(age.quantile(0.95)).as("encoder to picture afterwards, ms").isLessThan(AS_LIVE_MILLIS);
            assertThat(viewing.connectionStates()).as("states of the connection").doesNotContain("failed", "closed");
        }
    }
}

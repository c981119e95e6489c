package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Camera;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Route;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.ChildProcess;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** One anchor is fed by turns: in H.264 and AAC over RTMP, in VP8 and Opus by a browser. A viewer sees and hears both. */
@ExtendWith(Browser.Extension.class)
class TakeoverTest {
    private static final Duration TURN = Duration.ofSeconds(10);
    private static final int FRAMES = 60;

    @Test
    void viewerGoesOnWhenABrowserInOtherCodecsTakesOverAndThePushReturns(Browser browser, @TempDir Path folder) {
        try (var relay = RelayProcess.start(folder); var _ = push(relay)) {
            relay.awaitAnchor("turns", "camera");
            var viewer = browser.viewer().playing(relay.whep(Tokens.APP, "turns", "viewer"), Tokens.userSig("viewer"));
            var ssrc = viewer.stats("inbound-rtp", "video").path("ssrc");
            goesOn(relay, viewer, viewer.now(), "video/H264", 1);
            double browserCame = viewer.now();
            browser.camera().publishing(relay.whip("turns", "camera"), Tokens.userSig("camera"),
                    Camera.USUAL.codec("VP8"), Route.DIRECT);
            goesOn(relay, viewer, browserCame, "video/VP8", 0);
            double pushReturned = viewer.now();
            try (var _ = push(relay)) {
                goesOn(relay, viewer, pushReturned, "video/H264", 1);
            }
            assertThat(viewer.stats("inbound-rtp", "video").path("ssrc")).isEqualTo(ssrc);
            assertThat(viewer.viewing().connectionStates()).doesNotContain("disconnected", "failed", "closed");
        }
    }

    private static ChildProcess push(RelayProcess relay) {
        return Push.with(FfmpegProgram.FFMPEG_5, relay.rtmp("turns", "camera")).start();
    }

    /** Pictures in this codec and the tone come, and so many transcoders run. */
    private static void goesOn(RelayProcess relay, WatchPage viewer, double from, String codec, int transcoders) {
        Await.until("pictures come as " + codec, TURN,
                () -> viewer.stats().codec("inbound-rtp", "video").equals(codec));
        int decoded = viewer.framesDecoded();
        Await.until(FRAMES + " more frames are decoded", TURN, () -> viewer.framesDecoded() >= decoded + FRAMES);
        Await.until("the tone is heard", TURN,
                () -> Math.abs(viewer.tone().hertz() - Push.TONE_HERTZ) < 6 && viewer.tone().rms() > 0.05);
        Await.until(transcoders + " transcoders run", TURN,
                () -> relay.metrics().sum("sluice_transcoders_running") == transcoders);
        Report.line("viewer of %s since its encoder was started: longest pause of the picture %.0f ms".formatted(codec,
                viewer.viewing().longestPause(from)));
    }
}

package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Sound is transcoded once per anchor, and only while somebody listens. */
@ExtendWith(Browser.Extension.class)
class TranscoderTest {
    @Test
    void oneTranscoderServesThreeViewersAndNoneRunsWithoutAny(Browser browser, @TempDir Path folder) {
        try (var relay = RelayProcess.start(folder);
                var _ = Push.with(FfmpegProgram.FFMPEG_5, relay.rtmp("heard", "camera")).start()) {
            relay.awaitAnchor("heard", "camera");
            assertThat(running(relay)).as("transcoders before the first viewer").isZero();
            var viewers = IntStream.range(0, 3).mapToObj(i -> browser.viewer()
                    .playing(relay.whep(Tokens.APP, "heard", "viewer" + i), Tokens.userSig("viewer" + i))).toList();
            viewers.forEach(TranscoderTest::awaitTone);
            assertThat(running(relay)).as("transcoders for three viewers").isEqualTo(1);
            viewers.subList(0, 2).forEach(WatchPage::leave);
            viewers.getLast().watch(Duration.ofSeconds(3));
            assertThat(running(relay)).as("transcoders for one viewer").isEqualTo(1);
            viewers.getLast().leave();
            Await.until("the transcoder stops with the last viewer", Duration.ofSeconds(2), () -> running(relay) == 0);
        }
    }

    private static void awaitTone(WatchPage viewer) {
        Await.until("the tone is heard", Duration.ofSeconds(5),
                () -> Math.abs(viewer.tone().hertz() - Push.TONE_HERTZ) < 6 && viewer.tone().rms() > 0.05);
    }

    private static double running(RelayProcess relay) {
        return relay.metrics().sum("sluice_transcoders_running");
    }
}

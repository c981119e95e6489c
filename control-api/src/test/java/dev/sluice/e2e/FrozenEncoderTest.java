package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Viewing;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.ChildProcess;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An encoder hangs with its connection open; the user starts another with the same key. */
@ExtendWith(Browser.Extension.class)
class FrozenEncoderTest {
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final double AT_ONCE_MILLIS = 1_000;
    private static final String PUBLISH = "publish room=.* user=camera ";
    private static final String DISPLACED = "publish ended room=.* user=camera .*code=TAKEN_OVER";
    /** FFmpeg has its answer to publish, and its first frames follow. */
    private static final String BEGINS = "^Output #0";

    @Test
    void aSecondEncoderTakesOverAtOnceAndTheViewerStays(Browser browser, @TempDir Path folder) {
        Machine.undisturbed(() -> takeOver(browser, folder));
    }

    private static void takeOver(Browser browser, Path folder) {
        try (var relay = RelayProcess.start(folder); var frozen = push(relay)) {
            relay.awaitAnchor("frozen", "camera");
            var viewer = browser.viewer().playing(relay.whep(Tokens.APP, "frozen", "viewer"), Tokens.userSig("viewer"));
            viewer.awaitFrames(30, SOON);
            var ssrc = viewer.stats("inbound-rtp", "video").path("ssrc");
            frozen.signal("STOP");
            viewer.framesDecodedAtRest();
            try (var second = push(relay)) {
                second.await(BEGINS, SOON);
                relay.awaitEnd("camera", "TAKEN_OVER");
                goesOn(viewer);
                frozen.signal("CONT");
                measure(relay, second, viewer.viewing());
                assertThat(frozen.awaitExit(SOON)).as("exit code of the displaced encoder").isNotZero();
                assertThat(frozen.output()).contains("TAKEN_OVER");
                goesOn(viewer);
                assertThat(second.alive()).isTrue();
            }
            assertThat(viewer.stats("inbound-rtp", "video").path("ssrc")).isEqualTo(ssrc);
            assertThat(viewer.viewing().connectionStates()).doesNotContain("disconnected", "failed", "closed");
        }
    }

    private static ChildProcess push(RelayProcess relay) {
        return Push.with(FfmpegProgram.FFMPEG_5, relay.rtmp("frozen", "camera")).start();
    }

    private static void goesOn(WatchPage viewer) {
        viewer.awaitFrames(viewer.viewing().frames().size() + 15, SOON);
    }

    /** From the second encoder's publish to the displacement of the first, and to the picture. */
    private static void measure(RelayProcess relay, ChildProcess second, Viewing viewing) {
        var published = relay.process().lines().stream().filter(line -> line.text().matches(".*" + PUBLISH + ".*"))
                .reduce((_, last) -> last).orElseThrow();
        double displaced = millis(relay.process().line(DISPLACED).nanos() - published.nanos());
        double begins = wallMillis(second.line(BEGINS));
        double picture = viewing.frames().stream().mapToDouble(frame -> viewing.wallMillis(frame.receive()))
                .filter(at -> at > wallMillis(published)).findFirst().orElseThrow();
        Report.line(("takeover of a frozen encoder: displaced %.0f ms after the second's publish;"
                + " picture %.0f ms after it, %.0f ms after the second began to send").formatted(displaced,
                        picture - wallMillis(published), picture - begins));
        assertThat(displaced).as("ms to the displacement").isLessThan(AT_ONCE_MILLIS);
        assertThat(picture - begins).as("ms to the picture").isLessThan(AT_ONCE_MILLIS);
    }

    private static double millis(long nanos) {
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** When a line was read, by the machine's clock. */
    private static double wallMillis(ChildProcess.Line line) {
        return System.currentTimeMillis() - millis(System.nanoTime() - line.nanos());
    }
}

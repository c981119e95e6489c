package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Route;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.ImpairedLink;
import dev.sluice.e2e.rig.Impairment;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two watch, and the network of one is cut without a word. */
@ExtendWith(Browser.Extension.class)
class SlowViewerTest {
    /** No receiver report for ten seconds; the second more is the test's own looking. */
    private static final Duration PAUSED = Duration.ofSeconds(11);
    private static final Duration AFTER = Lengths.choose(3, 30);
    private static final long FLAT_BYTES = 8L << 20;

    @Test
    void viewerWhosePacketsAreLostIsPausedAndTheOtherNoticesNothing(Browser browser, @TempDir Path folder) {
        Machine.undisturbed(() -> loseOneOfTwo(browser, folder));
    }

    private static void loseOneOfTwo(Browser browser, Path folder) {
        try (var relay = RelayProcess.start(folder);
                var gate = new ImpairedLink(relay.webrtcPort(), 1);
                var _ = Push.with(FfmpegProgram.FFMPEG_5, relay.rtmp("slow", "camera")).start()) {
            relay.awaitAnchor("slow", "camera");
            var well = browser.viewer().playing(relay.whep(Tokens.APP, "slow", "well"), Tokens.userSig("well"));
            var cut = browser.viewer();
            assertThat(cut
                    .play(relay.whep(Tokens.APP, "slow", "cut"), Tokens.userSig("cut"), Route.udpThrough(gate.port()))
                    .status()).isEqualTo(201);
            cut.awaitFrames(30, Duration.ofSeconds(10));
            assertThat(gate.passed()).as("datagrams of the viewer behind the gate").isGreaterThan(100);
            assertThat(relay.metrics().sum("sluice_viewers_paused")).isZero();
            cutOff(relay, gate, well);
            assertThat(cut.framesDecodedAtRest()).as("frames of the viewer that is cut off").isPositive();
        }
    }

    private static void cutOff(RelayProcess relay, ImpairedLink gate, WatchPage well) {
        well.watch(Duration.ofSeconds(2));
        long before = relay.memoryBytes();
        double from = well.now();
        gate.impair(Impairment.SHUT);
        long shut = System.nanoTime();
        Await.until("the lost viewer's video is paused", PAUSED,
                () -> relay.metrics().sum("sluice_viewers_paused") == 1);
        long pausedAfter = (System.nanoTime() - shut) / 1_000_000;
        well.watch(AFTER);
        var viewing = well.viewing();
        long grown = relay.memoryBytes() - before;
        Report.line("one viewer cut off: paused after %d ms; the other's frames/s %.2f; memory grew by %d kB"
                .formatted(pausedAfter, viewing.decodedPerSecond(from), grown >> 10));
        assertThat(viewing.gaps(200, from)).as("gaps of the other viewer").isEmpty();
        assertThat(viewing.decodedPerSecond(from)).isCloseTo(Push.FRAMES_PER_SECOND, Offset.offset(1.5));
        assertThat(grown).as("growth of memory").isLessThan(FLAT_BYTES);
    }
}

package dev.sluice.e2e;

import com.microsoft.playwright.Page;
import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Figures;
import dev.sluice.e2e.page.Viewing;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.BurnedClock;
import dev.sluice.e2e.rig.ChildProcess;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayMetrics;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** The measuring itself: what the other tests rely on must be able to say no. */
@ExtendWith(Browser.Extension.class)
class RigTest {
    private static final Viewing.Frame FRAME = new Viewing.Frame(1000, 1010, 90_000, 1, 5000, 640, 360);

    @ParameterizedTest
    @EnumSource
    void encoderIsTheOneItShouldBe(FfmpegProgram program) {
        program.requireUsable();
    }

    @Test
    void clockInThePictureIsReadBackToTheFrame(Browser browser, @TempDir Path folder) throws IOException {
        var file = folder.resolve("clip.flv");
        Push.clipWithLateBFrames(Duration.ofSeconds(1), Duration.ofSeconds(2), file.toString());
        var mp4 = folder.resolve("clip.mp4");
        FfmpegProgram.FFMPEG_5.run(List.of("-i", file.toString(), "-c", "copy", mp4.toString()));
        var page = browser.viewer().page();
        page.evaluate("bytes => { video.muted = true; video.src = 'data:video/mp4;base64,' + bytes; }",
                Base64.getEncoder().encodeToString(Files.readAllBytes(mp4)));
        for (double second : new double[]{0.3, 1.0, 1.5}) {
            assertThat(clockAt(page, second)).as("at %s s", second).isCloseTo(second * 1000, within(40.0));
        }
    }

    private static double clockAt(Page page, double second) {
        return ((Number) page.evaluate("""
                async second => {
                  video.pause();
                  video.currentTime = second;
                  await new Promise(done => video.onseeked = done);
                  return readCode(video, video.videoWidth).clock;
                }""", second)).doubleValue();
    }

    @Test
    void aPauseOfTheRelayIsAGapAndOneOfTheSourceIsNot() {
        var relayPaused = new Viewing.Frame(1400, 1410, 93_000, 2, 5033, 640, 360);
        var sourcePaused = new Viewing.Frame(1400, 1410, 93_000, 2, 5400, 640, 360);
        var framesLost = new Viewing.Frame(1400, 1410, 126_000, 2, 5400, 640, 360);
        var pageBusy = new Viewing.Frame(1400, 1410, 126_000, 13, 5400, 640, 360);
        assertThat(gap(relayPaused).unexplainedMillis()).isEqualTo(400);
        assertThat(gap(sourcePaused).unexplainedMillis()).isLessThan(50);
        assertThat(gap(framesLost).unexplainedMillis()).isEqualTo(400);
        var behind = new Viewing.Frame(1410, 1420, 96_000, 3, 5400, 640, 360);
        assertThat(new Viewing.Gap(FRAME, relayPaused, behind).unexplainedMillis()).as("with a frame in hand")
                .isLessThan(80);
        assertThat(gap(pageBusy).unexplainedMillis()).isLessThan(50);
    }

    private static Viewing.Gap gap(Viewing.Frame after) {
        return new Viewing.Gap(FRAME, after, after);
    }

    /** The same with real processes, each stopped for a while. */
    @Test
    void relayThatHangsIsBlamedAndASourceThatHangsIsNot(Browser browser, @TempDir Path folder) {
        Machine.undisturbed(() -> hangBoth(browser, folder));
    }

    private static void hangBoth(Browser browser, Path folder) {
        try (var relay = RelayProcess.start(folder);
                var push = Push.with(FfmpegProgram.FFMPEG_5, relay.rtmp("rig", "camera")).start()) {
            relay.awaitAnchor("rig", "camera");
            var viewer = browser.viewer().playing(relay.whep(Tokens.APP, "rig", "viewer"), Tokens.userSig("viewer"));
            viewer.watch(Duration.ofSeconds(1));
            double quiet = viewer.now();
            hang(push, viewer);
            viewer.watch(Duration.ofSeconds(1));
            assertThat(viewer.viewing().longestPause(quiet)).as("the source's pause, as it arrived").isGreaterThan(400);
            assertThat(viewer.viewing().gaps(200, quiet)).as("gaps while the source hung").isEmpty();
            double from = viewer.now();
            hang(relay.process(), viewer);
            viewer.watch(Duration.ofSeconds(1));
            assertThat(viewer.viewing().gaps(200, from)).as("gaps while the relay hung").hasSize(1);
        }
    }

    private static void hang(ChildProcess process, WatchPage viewer) {
        process.signal("STOP");
        viewer.watch(Duration.ofMillis(500));
        process.signal("CONT");
    }

    @Test
    void clockGoesRoundAtItsModulus() {
        assertThat(BurnedClock.elapsed(BurnedClock.MODULUS - 10, 1_700_000_000_030.0 % BurnedClock.MODULUS))
                .isEqualTo(BurnedClock.elapsed(BurnedClock.MODULUS - 10 - 5, 1_700_000_000_030.0) - 5);
        assertThat(BurnedClock.elapsed(BurnedClock.MODULUS - 10, 20)).isEqualTo(30);
        assertThat(BurnedClock.elapsed(20, BurnedClock.MODULUS - 10)).isEqualTo(-30);
    }

    @Test
    void quantilesAreOfTheValuesAndOfTheNewOnesOnly() {
        assertThat(Figures.of(DoubleStream.iterate(1, v -> v <= 100, v -> v + 1)).quantile(0.95)).isEqualTo(95);
        assertThatThrownBy(() -> Figures.of(DoubleStream.empty()).median()).hasMessage("nothing was measured");
        var before = RelayMetrics
                .parse("d_bucket{le=\"0.01\"} 0\nd_bucket{le=\"0.1\"} 100\nd_bucket{le=\"+Inf\"} 100\n");
        var after = RelayMetrics
                .parse("d_bucket{le=\"0.01\"} 99\nd_bucket{le=\"0.1\"} 200\nd_bucket{le=\"+Inf\"} 200\n");
        assertThat(after.quantileSince(before, "d", 0.95)).isEqualTo(0.01);
        assertThat(after.quantileSince(before, "d", 0.995)).isEqualTo(0.1);
        assertThatThrownBy(() -> after.quantileSince(after, "d", 0.95)).hasMessageContaining("measured nothing");
        assertThatThrownBy(() -> after.sum("sluice_absent")).hasMessageContaining("no metric");
    }
}

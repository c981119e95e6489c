package dev.sluice.e2e;

import com.microsoft.playwright.Page;
import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.ConsolePage;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.RelayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** README's first command: links are printed, the watch link moves and sounds, and nothing is left behind. */
@ExtendWith(Browser.Extension.class)
class DemoTest {
    private static final Duration WATCH = Lengths.choose(6, 30);
    private static final Duration CLIP = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(12);
    private static final double FRAMES_PER_SECOND = 30;

    @Test
    void watchLinkMovesAndSoundsAndSigtermEndsAll(Browser browser, @TempDir Path folder) throws IOException {
        try (var relay = RelayProcess.startDemo(folder)) {
            var link = relay.process().await("(http://\\S+/console/\\S*#watch=\\S+)", CLIP).group(1);
            assertLinks(relay, folder);
            var console = new ConsolePage(browser.page());
            console.open(link);
            console.awaitPicture(CLIP);
            watch(console);
            var encoders = encoders(relay);
            relay.assertHealthy();
            relay.process().terminate();
            assertThat(relay.process().awaitExit(STOP)).as("exit code after SIGTERM").isZero();
            awaitGone(encoders);
        }
    }

    private static void watch(ConsolePage console) {
        console.unmute();
        var before = console.inbound();
        console.watch(WATCH);
        var after = console.inbound();
        console.page().screenshot(new Page.ScreenshotOptions().setPath(Report.file("demo.png")));
        double rate = 1000 * (after.framesDecoded() - before.framesDecoded()) / (after.millis() - before.millis());
        Report.line("demo watched %d s: frames/s %.2f, audio level %.3f".formatted(WATCH.toSeconds(), rate,
                after.audioLevel()));
        assertThat(rate).as("frames decoded per second").isCloseTo(FRAMES_PER_SECOND, Offset.offset(1.5));
        assertThat(after.audioLevel()).as("audio level").isGreaterThan(0.01);
        assertThat(after.audioEnergy()).as("audio energy").isGreaterThan(before.audioEnergy());
    }

    private static void assertLinks(RelayProcess relay, Path folder) throws IOException {
        var links = folder.resolve("data/first-start.txt");
        Await.until("the links are in a file", Duration.ofSeconds(5), () -> Files.exists(links));
        assertThat(Files.readString(links)).containsPattern("rtmp://\\S+:" + relay.rtmpPort() + "/push/\\S+usersig=")
                .contains("#watch=");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(links))).isEqualTo("rw-------");
        assertThat(relay.process().output()).as("the log, which must not show a token")
                .doesNotContainPattern("(INFO|WARN|ERROR).*eJ[A-Za-z0-9*_-]{40}");
        assertThat(relay.process().standardOutput()).contains("/console/").contains("rtmp://");
    }

    @Test
    void killedRelayLeavesNoEncoder(@TempDir Path folder) {
        try (var relay = RelayProcess.startDemo(folder)) {
            Await.until("FFmpeg makes the clip", CLIP, () -> !encoders(relay).isEmpty());
            var first = encoders(relay);
            Await.until("FFmpeg pushes", CLIP,
                    () -> encoders(relay).stream().anyMatch(other -> !first.contains(other)));
            var pushing = encoders(relay);
            relay.process().kill();
            awaitGone(pushing);
        }
    }

    @Test
    void relayKilledWhileTheClipIsMadeLeavesNoEncoder(@TempDir Path folder) {
        try (var relay = RelayProcess.startDemo(folder)) {
            Await.until("FFmpeg makes the clip", CLIP, () -> !encoders(relay).isEmpty());
            var making = encoders(relay);
            relay.process().kill();
            awaitGone(making);
        }
    }

    /** FFmpeg processes below the relay's, which must be some while the demo runs. */
    private static List<ProcessHandle> encoders(RelayProcess relay) {
        return relay.process().handle().descendants()
                .filter(child -> child.info().command().filter(command -> command.contains("ffmpeg")).isPresent())
                .toList();
    }

    private static void awaitGone(List<ProcessHandle> encoders) {
        assertThat(encoders).as("FFmpeg processes before the end").isNotEmpty();
        Await.until("no FFmpeg outlives the relay", Duration.ofSeconds(3),
                () -> encoders.stream().noneMatch(ProcessHandle::isAlive));
    }
}

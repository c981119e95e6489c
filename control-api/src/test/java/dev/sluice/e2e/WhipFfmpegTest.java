package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Report;
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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * FFmpeg 8 pushes by WHIP. It never sends B pictures that way, because its own muxer refuses them before it asks the
 * relay; {@link WhipClientsTest} has a client that does.
 */
@ExtendWith(Browser.Extension.class)
class WhipFfmpegTest {
    private static final Duration WATCH = Lengths.choose(8, 60);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static RelayProcess relay;

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    @Test
    void pushIsSeenWithoutAFreezeAndHeardAsSent(Browser browser) {
        var token = Tokens.userSig("camera");
        try (var push = Push.whip(relay.whip("ffmpeg", "camera"), token).start()) {
            relay.awaitAnchor("ffmpeg", "camera");
            var viewer = browser.viewer().playing(relay.whep(Tokens.APP, "ffmpeg", "viewer"),
                    Tokens.userSig("viewer"));
            viewer.watch(Duration.ofSeconds(2));
            Machine.undisturbed(() -> watch(viewer));
            assertThat(push.alive()).as("FFmpeg still sends").isTrue();
        }
        assertThat(relay.process().output()).as("the relay's log").doesNotContain(token);
    }

    private static void watch(WatchPage viewer) {
        double from = viewer.now();
        viewer.watch(WATCH);
        var viewing = viewer.viewing();
        var tone = viewer.tone();
        Report.line("FFmpeg 8 by WHIP watched %d s: encoder to picture ms %s; longest pause %.0f ms; frames/s %.2f; %s"
                .formatted(WATCH.toSeconds(), viewing.encoderToPicture(from, Double.MAX_VALUE),
                        viewing.longestPause(from), viewing.decodedPerSecond(from), tone));
        assertThat(viewing.readableClocks()).as("part of readable clocks").isGreaterThan(0.95);
        assertThat(viewing.gaps(200, from)).as("freezes that the source doesn't account for").isEmpty();
        // Up to 5 % too fast for its first ten seconds, to make up for its late start.
        assertThat(viewing.decodedPerSecond(from)).isCloseTo(Push.FRAMES_PER_SECOND, Offset.offset(3.0));
        assertThat(tone.hertz()).isCloseTo(Push.TONE_HERTZ, Offset.offset(6.0));
        assertThat(relay.metrics().sum("sluice_transcoders_running")).as("transcoders").isZero();
    }

    @Test
    void wrongTokenEndsItAtOnceAndItsLogSaysWhy() {
        var token = Tokens.forged("camera");
        try (var push = Push.whip(relay.whip("refused", "camera"), token).start()) {
            assertThat(push.awaitExit(AT_ONCE)).as("exit code").isNotZero();
            assertThat(push.output()).contains("401 Unauthorized");
        }
        assertThat(relay.process().output()).as("the relay's log").doesNotContain(token);
    }
}

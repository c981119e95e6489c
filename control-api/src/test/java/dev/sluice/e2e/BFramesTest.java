package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.ChildProcess;
import dev.sluice.e2e.rig.ClipPictures;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Browsers show frames as they come, so pictures out of order never reach one. */
@ExtendWith(Browser.Extension.class)
class BFramesTest {
    private static final Duration DISCONNECTED = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration BEFORE = Lengths.choose(4, 10);
    private static RelayProcess relay;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    @ParameterizedTest
    @EnumSource
    void encoderIsToldAndDisconnectedAtOnceAndNobodySeesAFrame(FfmpegProgram program, Browser browser) {
        var camera = "camera_" + program;
        var viewer = waitingViewer(browser, camera);
        int seen = viewer.framesDecodedAtRest();
        try (var push = Push.with(program, relay.rtmp(camera, camera)).bFrames().start()) {
            assertThat(push.awaitExit(LIMIT)).as("exit code").isNotZero();
            assertThat(push.output()).contains("B_FRAMES");
            Report.line("%s with B-frames: told %d ms after its first output".formatted(program,
                    toldAfter(push).toMillis()));
            assertThat(toldAfter(push)).isLessThan(DISCONNECTED);
        }
        assertThat(viewer.framesDecodedAtRest()).as("frames that the waiting viewer decoded").isEqualTo(seen);
        assertThat(relay.process().output()).contains("B_FRAMES");
    }

    /** The header of the stream is written when the relay has said Publish.Start; the status is its last word. */
    private static Duration toldAfter(ChildProcess push) {
        return Duration.ofNanos(push.line("B_FRAMES").nanos() - push.line("^Output #0, flv").nanos());
    }

    /** A viewer whose anchor went away a moment ago and may come back: it is the one who would see the first frame. */
    private static WatchPage waitingViewer(Browser browser, String camera) {
        var viewer = browser.viewer();
        try (var _ = Push.with(FfmpegProgram.FFMPEG_5, relay.rtmp(camera, camera)).start()) {
            relay.awaitAnchor(camera, camera);
            viewer.playing(relay.whep(Tokens.APP, camera, "viewer"), Tokens.userSig("viewer")).awaitFrames(10, LIMIT);
        }
        return viewer;
    }

    /** OBS reads statuses only until Publish.Start, so its next try is where its user learns the reason. */
    @Test
    void nextPublishIsToldTheReasonOnceMore() {
        var url = relay.rtmp("again", "again");
        try (var rejected = Push.with(FfmpegProgram.FFMPEG_5, url).bFrames().start()) {
            rejected.awaitExit(LIMIT);
        }
        try (var told = Push.with(FfmpegProgram.FFMPEG_5, url).start()) {
            assertThat(told.awaitExit(LIMIT)).as("exit code").isNotZero();
            assertThat(told.output()).contains("B_FRAMES").doesNotContain("Output #0, flv");
        }
        try (var _ = Push.with(FfmpegProgram.FFMPEG_5, url).start()) {
            relay.awaitAnchor("again", "again");
        }
    }

    @Test
    void streamEndsBeforeTheFirstPictureOutOfOrder(Browser browser) {
        var file = folder.resolve("late.flv").toString();
        Push.clipWithLateBFrames(BEFORE, BEFORE.plusSeconds(4), file);
        var pictures = ClipPictures.of(file);
        var viewer = browser.viewer();
        try (var push = Push.with(FfmpegProgram.FFMPEG_5, relay.rtmp("late", "late")).startCopy(file)) {
            relay.awaitAnchor("late", "late");
            viewer.playing(relay.whep(Tokens.APP, "late", "viewer"), Tokens.userSig("viewer"));
            assertThat(push.awaitExit(LIMIT.plus(BEFORE))).as("exit code").isNotZero();
            assertThat(push.output()).contains("B_FRAMES");
            int decoded = viewer.framesDecodedAtRest();
            var last = viewer.viewing().frames().getLast();
            Report.line(
                    "B-frames after %d s: last picture seen %.0f ms, last before the first B %.0f ms, decoded %d of %d"
                            .formatted(BEFORE.toSeconds(), last.clock(), pictures.lastMillisBeforeB(), decoded,
                                    pictures.countBeforeB()));
            assertThat(last.clock()).as("the last picture's time, ms").isBetween(BEFORE.toMillis() - 200.0,
                    pictures.lastMillisBeforeB() + 1);
            assertThat(decoded).isBetween(30, pictures.countBeforeB());
        }
    }
}

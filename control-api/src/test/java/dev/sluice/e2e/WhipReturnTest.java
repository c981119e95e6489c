package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.PublishPage;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Viewing;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.BurnedClock;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A camera that crashes and comes back in time is the same anchor: viewers see a freeze and no goodbye. */
@ExtendWith(Browser.Extension.class)
class WhipReturnTest {
    private static final Duration AWAY = Duration.ofSeconds(3);
    private static final Duration BACK = Duration.ofSeconds(10);
    private static final double BEYOND_MILLIS = 1000;
    private static final long RTP_MODULUS = 1L << 32;
    private static final double TICKS_PER_MILLI = 90;
    /** Arrival wavers by the jitter of two browsers on one machine, and a little more while the second one starts. */
    private static final double WALL_TOLERANCE_MILLIS = 250;

    @Test
    void viewerGoesOnWhenTheCameraIsKilledAndReturns(Browser browser, @TempDir Path folder) {
        Machine.undisturbed(() -> killAndReturn(browser, folder));
    }

    private static void killAndReturn(Browser browser, Path folder) {
        try (var relay = RelayProcess.start(folder)) {
            var first = publish(browser, relay);
            relay.awaitAnchor("back", "camera");
            var viewer = browser.viewer().playing(relay.whep(Tokens.APP, "back", "viewer"), Tokens.userSig("viewer"));
            viewer.watch(Duration.ofSeconds(3));
            var ssrc = viewer.stats("inbound-rtp", "video").path("ssrc");
            first.kill();
            viewer.watch(AWAY);
            int seen = viewer.viewing().frames().size();
            var second = publish(browser, relay);
            viewer.awaitFrames(seen + 60, BACK);
            assertThat(viewer.stats("inbound-rtp", "video").path("ssrc")).isEqualTo(ssrc);
            check(viewer.viewing(), second, seen);
        }
    }

    private static PublishPage publish(Browser browser, RelayProcess relay) {
        return browser.camera().publishing(relay.whip("back", "camera"), Tokens.userSig("camera"));
    }

    private static void check(Viewing viewing, PublishPage second, int seen) {
        var before = viewing.frames().get(seen - 1);
        var after = viewing.frames().get(seen);
        double freeze = after.receive() - before.receive();
        double up = second.publishing().connectedAt();
        double outage = BurnedClock.elapsed(before.clock(), up);
        Report.line("camera killed and back: outage %.0f ms, freeze %.0f ms, RTP went on by %.0f ms".formatted(outage,
                freeze, ticks(before, after) / TICKS_PER_MILLI));
        assertThat(outage).as("without a camera, ms").isGreaterThan(AWAY.toMillis() - 500.0);
        assertThat(freeze - outage).as("frozen beyond the outage, ms").isLessThan(BEYOND_MILLIS);
        assertThat(ticks(before, after) / TICKS_PER_MILLI).as("timestamps went on by the wall's time, ms")
                .isCloseTo(freeze, within(WALL_TOLERANCE_MILLIS));
        assertThat(steps(viewing.frames())).as("steps of the RTP timestamps").allMatch(step -> step > 0);
        assertThat(viewing.connectionStates()).doesNotContain("disconnected", "failed", "closed");
    }

    private static List<Long> steps(List<Viewing.Frame> frames) {
        return IntStream.range(1, frames.size()).mapToObj(i -> ticks(frames.get(i - 1), frames.get(i))).toList();
    }

    /** Forward or back, whichever is shorter round the ring. */
    private static long ticks(Viewing.Frame from, Viewing.Frame to) {
        long forward = Math.floorMod(to.rtp() - from.rtp(), RTP_MODULUS);
        return forward < RTP_MODULUS / 2 ? forward : forward - RTP_MODULUS;
    }
}

package dev.sluice.e2e;

import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.rig.Footprint;
import dev.sluice.e2e.rig.RawPublisher;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Encoders that come and go leave nothing behind, however they go. */
class RtmpCyclesTest {
    /** As many as fill what the relay remembers on purpose: the sessions that ended last. */
    private static final int WARM_UP = 1000;
    private static final int CYCLES = 1000;
    private static final String STARTED = "NetStream.Publish.Start";

    /** A byte for byte leak of one buffer or one session in a cycle would be far above these. */
    private static final long HEAP_BYTES = 512 << 10;
    private static final long DIRECT_BYTES = 4 << 20;
    private static final long FILES = 4;

    @Test
    void aThousandPublishesLeaveNothingBehind(@TempDir Path folder) {
        try (var relay = RelayProcess.start(folder)) {
            long start = System.nanoTime();
            cycles(relay, 0, WARM_UP);
            var before = Footprint.of(relay);
            cycles(relay, WARM_UP, CYCLES);
            var after = Footprint.of(relay);
            Report.line("%d cycles of RTMP publishers: before %s; after %s; %.1f s".formatted(CYCLES, before, after,
                    (System.nanoTime() - start) / 1e9));
            assertThat(after.heap() - before.heap()).as("growth of the heap").isLessThan(HEAP_BYTES);
            assertThat(after.direct() - before.direct()).as("growth of direct memory").isLessThan(DIRECT_BYTES);
            assertThat(after.files() - before.files()).as("growth of open files").isLessThan(FILES);
            assertThat(after.series()).as("metric series").isEqualTo(before.series());
        }
    }

    private static void cycles(RelayProcess relay, int from, int count) {
        for (int i = from; i < from + count; i++) {
            switch (i % 4) {
                case 0 -> clean(relay, i);
                case 1 -> cutAndBack(relay, i);
                case 2 -> refused(relay, i);
                default -> takenOver(relay, i);
            }
        }
    }

    private static RawPublisher publisher(RelayProcess relay, int cycle, String userSig) {
        return new RawPublisher(relay.rtmpPort(),
                "room%d?sdkappid=%d&userid=user&usersig=%s".formatted(cycle, Tokens.APP, userSig));
    }

    private static RawPublisher started(RelayProcess relay, int cycle) {
        return publisher(relay, cycle, Tokens.userSig("user")).await(STARTED).picture();
    }

    private static void clean(RelayProcess relay, int cycle) {
        try (var publisher = started(relay, cycle)) {
            publisher.unpublish();
        }
    }

    private static void cutAndBack(RelayProcess relay, int cycle) {
        started(relay, cycle).close();
        clean(relay, cycle);
    }

    private static void refused(RelayProcess relay, int cycle) {
        try (var publisher = publisher(relay, cycle, Tokens.expired("user"))) {
            publisher.await("TOKEN_EXPIRED");
        }
    }

    private static void takenOver(RelayProcess relay, int cycle) {
        try (var displaced = started(relay, cycle)) {
            clean(relay, cycle);
            displaced.await("TAKEN_OVER");
        }
    }
}

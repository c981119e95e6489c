package dev.sluice.webrtc.rtp;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportPaceTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private final ReportPace pace = new ReportPace();

    /** Reports that go out in so many milliseconds of frames every 20 ms, with the lag rising by so much a frame. */
    private int reports(int from, int to, double lagPerFrame) {
        int reports = 0;
        for (int at = from; at < to; at += 20) {
            long lag = Math.round((at - from) * lagPerFrame / 20 * MILLI);
            if (pace.due(lag, at * MILLI)) {
                pace.reported(lag, at * MILLI);
                reports++;
            }
        }
        return reports;
    }

    @Test
    void theFirstFrameIsReportedAndNothingElseWhileTheClockIsSteady() {
        assertThat(reports(0, 60_000, 0)).isEqualTo(1);
    }

    @Test
    void aDriftIsReportedEveryFewMillisecondsOfIt() {
        assertThat(reports(0, 10_000, 1)).isBetween(90, 110);
    }

    @Test
    void twentyReportsFollowADrift() {
        reports(0, 1_000, 1);
        long settled = pace.lagNanos();
        int after = 0;
        for (int at = 1_000; at < 60_000; at += 20) {
            if (pace.due(settled, at * MILLI)) {
                pace.reported(settled, at * MILLI);
                after++;
            }
        }
        assertThat(after).isBetween(18, 20);
    }
}

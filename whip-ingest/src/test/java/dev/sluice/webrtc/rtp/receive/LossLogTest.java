package dev.sluice.webrtc.rtp.receive;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static dev.sluice.webrtc.rtp.receive.TestMedia.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

class LossLogTest {
    private final RoundTrip roundTrip = new RoundTrip();
    private final LossLog log = new LossLog(roundTrip, 128, 64);
    private final long[] out = new long[64];

    private long[] due(long millis) {
        return Arrays.copyOf(out, log.due(millis * MILLI, out));
    }

    private boolean newest(long sequence, long millis) {
        return log.onNewest(sequence, millis * MILLI);
    }

    @Test
    void asksOnceAPacketIsLateAndAgainEveryRoundTrip() {
        newest(65_534, 0);
        newest(65_537, 5);
        assertThat(due(14)).isEmpty();
        assertThat(due(15)).containsExactly(65_535, 65_536);
        assertThat(due(16)).isEmpty();
        assertThat(log.onFound(65_536, true, 115 * MILLI)).isTrue();
        assertThat(roundTrip.nanos()).isEqualTo(100 * MILLI);
        assertThat(due(139)).isEmpty();
        assertThat(due(140)).containsExactly(65_535);
        assertThat(log.onFound(65_535, true, 150 * MILLI)).isTrue();
        assertThat(roundTrip.nanos()).as("asked twice: no measure").isEqualTo(100 * MILLI);
        assertThat(log.missing()).isZero();
        assertThat(due(10_000)).isEmpty();
    }

    @Test
    void anOvertakenPacketIsNotAskedFor() {
        newest(1, 0);
        newest(3, 0);
        assertThat(log.onFound(2, false, 5 * MILLI)).as("asked for").isFalse();
        assertThat(log.onFound(2, false, 6 * MILLI)).as("twice").isFalse();
        assertThat(log.onFound(-500, false, 6 * MILLI)).as("before all").isFalse();
        assertThat(due(1_000)).isEmpty();
    }

    @Test
    void triesAreBounded() {
        newest(1, 0);
        newest(3, 0);
        assertThat(LongStream.range(0, 100_000).map(millis -> due(millis).length).sum()).isEqualTo(LossLog.MAX_TRIES);
        assertThat(log.missing()).isEqualTo(1);
    }

    @Test
    void whatIsSkippedIsForgotten() {
        newest(1, 0);
        newest(10, 0);
        newest(20, 0);
        log.skipTo(9);
        assertThat(due(50)).containsExactly(9, 11, 12, 13, 14, 15, 16, 17, 18, 19);
        log.skipTo(1_000);
        assertThat(log.missing()).isZero();
        assertThat(due(1_000)).isEmpty();
    }

    @Test
    void tooManyAreGivenUpAtOnce() {
        newest(0, 0);
        assertThat(newest(65, 0)).as("64 missing").isTrue();
        assertThat(newest(67, 0)).as("65 missing").isFalse();
        assertThat(log.missing()).isZero();
        assertThat(newest(69, 0)).isTrue();
        for (long sequence = 70; sequence < 68 + 128; sequence++) {
            assertThat(newest(sequence, 0)).isTrue();
        }
        assertThat(newest(68 + 128, 0)).as("span").isFalse();
        assertThat(due(100)).isEmpty();
    }

    @Test
    void whatDoesNotFitComesNextTime() {
        newest(0, 0);
        newest(11, 0);
        assertThat(log.due(20 * MILLI, new long[4])).isEqualTo(4);
        assertThat(due(20)).containsExactly(5, 6, 7, 8, 9, 10);
    }

    @Test
    void theRoundTripIsSmoothedAndBounded() {
        assertThat(roundTrip.resendNanos()).isEqualTo(125 * MILLI);
        roundTrip.sample(8 * MILLI);
        assertThat(roundTrip.nanos()).isEqualTo(8 * MILLI);
        assertThat(roundTrip.resendNanos()).isEqualTo(RoundTrip.MIN_RESEND_NANOS);
        roundTrip.sample(16 * MILLI);
        assertThat(roundTrip.nanos()).isEqualTo(9 * MILLI);
        for (int i = 0; i < 100; i++) {
            roundTrip.sample(60_000 * MILLI);
        }
        assertThat(roundTrip.nanos()).isLessThanOrEqualTo(1_000 * MILLI);
    }
}

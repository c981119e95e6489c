package dev.sluice.webrtc.rtp.receive;

import dev.sluice.media.MediaKind;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static dev.sluice.webrtc.rtp.receive.TestMedia.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

class SenderClockTest {
    private static final long NTP_START = 3_900_000_000L;

    private final SenderClock clock = new SenderClock();
    private final Source video = new Source(MediaKind.VIDEO, 90_000, 0xffff_0000L);
    private final Source audio = new Source(MediaKind.AUDIO, 48_000, 12_345);

    /** A stream whose frames arrive some delay after they were captured. */
    private final class Source {
        private final StreamClock stream;
        private final int rate;
        private final long first;
        long delayMillis = 20;
        double speed = 1;
        long ntpErrorMillis;
        private long last = Long.MIN_VALUE;

        private Source(MediaKind kind, int rate, long first) {
            this.stream = clock.stream(kind, rate);
            this.rate = rate;
            this.first = first;
        }

        private long timestamp(long capturedMillis) {
            return first + Math.round(capturedMillis * speed * rate / 1_000) & 0xffffffffL;
        }

        /** Returns the source time in milliseconds. */
        double frame(long capturedMillis) {
            long ticks = clock.place(stream, timestamp(capturedMillis), (capturedMillis + delayMillis) * MILLI);
            assertThat(ticks).as("never back").isGreaterThanOrEqualTo(last);
            last = ticks;
            return ticks * 1_000.0 / rate;
        }

        void report(long millis) {
            report(ntp(millis + ntpErrorMillis), millis);
        }

        void report(long ntp, long millis) {
            clock.onReport(stream, ntp, timestamp(millis), (millis + 20) * MILLI);
        }
    }

    private static long ntp(long millis) {
        return ((NTP_START + millis / 1_000) << 32) | (((millis % 1_000) << 32) / 1_000);
    }

    /** Plays from one moment to another; returns how far video is ahead of audio at the end, in milliseconds. */
    private double play(long from, long to, boolean reports) {
        double skew = 0;
        for (long t = from; t < to; t += 20) {
            double sound = audio.frame(t);
            skew = video.frame(t) - sound;
            if (reports && t % 1_000 == 0) {
                audio.report(t);
                video.report(t);
            }
        }
        return skew;
    }

    @Test
    void aStreamAloneNeedsNoReport() {
        assertThat(video.frame(5_000)).isZero();
        for (long t = 5_000; t < 14 * 3_600_000L; t += 7_777) {
            assertThat(video.frame(t)).isCloseTo((double) t - 5_000, within());
        }
        video.report(14 * 3_600_000L);
        assertThat(video.frame(14 * 3_600_000L)).isCloseTo(14 * 3_600_000L - 5_000, within());
    }

    private static Offset<Double> within() {
        return Offset.offset(0.05);
    }

    @Test
    void soundStepsExactlyByItsFrames() {
        long before = clock.place(audio.stream, 12_345, 0);
        for (int i = 1; i < 10_000; i++) {
            long ticks = clock.place(audio.stream, 12_345 + 960L * i, 20L * i * MILLI);
            assertThat(ticks - before).isEqualTo(960);
            before = ticks;
        }
    }

    @Test
    void arrivalAlignsUntilReportsCome() {
        video.delayMillis = 120;
        assertThat(play(0, 2_000, false)).isCloseTo(100, within());
        audio.report(2_000);
        assertThat(play(2_000, 4_000, false)).as("one alone says nothing").isCloseTo(100, within());
        video.report(4_000);
        assertThat(play(4_000, 6_000, false)).as("slewed by 2 %").isCloseTo(60, Offset.offset(2.0));
        assertThat(play(6_000, 12_000, true)).isCloseTo(0, Offset.offset(1.1));
    }

    @Test
    void aStreamThatStartsBehindReportsIsExactAtOnce() {
        for (long t = 0; t < 3_000; t += 20) {
            audio.frame(t);
        }
        audio.report(2_000);
        video.report(2_500);
        video.delayMillis = 400;
        assertThat(video.frame(3_000)).isCloseTo(3_000, within());
    }

    @Test
    void aGreatErrorIsAStepForwardOfWhicheverIsBehind() {
        for (long lead : new long[]{1_500, -1_500}) {
            var test = new SenderClockTest();
            test.video.delayMillis = 2_000 + lead;
            test.audio.delayMillis = 2_000;
            assertThat(test.play(0, 1_000, false)).isCloseTo((double) lead, within());
            assertThat(test.play(1_000, 1_060, true)).isCloseTo(0, within());
        }
    }

    @Test
    void absurdReportsAreIgnored() {
        play(0, 1_000, false);
        record Case(String name, long ntp, long millis) {}
        for (var one : new Case[]{new Case("zero", 0, 1_000), new Case("no wall clock", 77L << 16, 1_000),
                new Case("timestamp of another stream", ntp(1_000), 90_000),
                new Case("a day later", ntp(86_400_000), 1_000)}) {
            audio.report(1_000);
            video.report(one.ntp(), one.millis());
            assertThat(play(1_000, 2_000, false)).as(one.name()).isCloseTo(0, within());
        }
    }

    @Test
    void oneReportThatContradictsIsIgnoredAndTwoAreAClockThatWasSet() {
        play(0, 10_000, true);
        video.report(ntp(10_900), 10_000);
        assertThat(play(10_000, 11_000, false)).isCloseTo(0, within());
        video.ntpErrorMillis = 3_600_000;
        audio.ntpErrorMillis = 3_600_000;
        for (long t = 11_000; t < 20_000; t += 1_000) {
            assertThat(play(t, t + 1_000, true)).isCloseTo(0, within());
        }
        video.ntpErrorMillis += 200;
        assertThat(play(20_000, 40_000, true)).as("reports hold again").isCloseTo(200,
                Offset.offset(1.1));
    }

    @Test
    void driftOfOneClockIsFollowed() {
        audio.speed = 1 + 200e-6;
        for (long t = 0; t < 3_600_000; t += 60_000) {
            double skew = play(t, t + 60_000, true);
            // Both show the same moment: the audio's clock rules.
            assertThat(skew).isCloseTo(0, Offset.offset(6.0));
        }
        assertThat(audio.frame(3_600_000)).isCloseTo(3_600_000 * audio.speed, Offset.offset(1.0));
    }

    @Test
    void aClockThatJumpsGoesOnWithWhatPassed() {
        play(0, 10_000, true);
        var after = new Source(MediaKind.VIDEO, 90_000, 0);
        assertThat(after.frame(10_000)).as("a new stream").isCloseTo(10_000, within());
        long ticks = clock.place(video.stream, 5, (10_000 + 20) * MILLI);
        assertThat(ticks / 90.0).as("the same stream").isCloseTo(10_000, within());
        assertThat(clock.place(video.stream, 3_005, (10_033 + 20) * MILLI) - ticks).isEqualTo(3_000);
    }

    @Test
    void aPauseInRealTimeIsNoJump() {
        play(0, 10_000, true);
        assertThat(video.frame(600_000)).isCloseTo(600_000, within());
        assertThat(audio.frame(600_000)).isCloseTo(600_000, within());
    }

    @Test
    void smallDisorderIsFlattened() {
        play(0, 1_000, false);
        double before = video.frame(1_000);
        assertThat(video.frame(970)).isEqualTo(before);
    }

    @Test
    void theOthersGoOnWithoutAStreamThatIsRemoved() {
        play(0, 2_000, true);
        clock.remove(audio.stream);
        for (long t = 2_000; t < 5_000; t += 33) {
            assertThat(video.frame(t)).isCloseTo((double) t, within());
        }
    }
}

package dev.sluice.transcode.ffmpeg;

import dev.sluice.transcode.AacToOpus;
import dev.sluice.transcode.CountingCodecs;
import dev.sluice.transcode.OpusSettings;
import io.netty.buffer.ByteBuf;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Minutes of a source whose sample clock is off; the resampler is the real one, the codecs count. */
class DriftTest {
    private static final double OPUS_RATE = 48_000;

    private final float[] heard = new float[960];
    private double worstSkew;
    private double worstBend;
    private double before;
    private double last;

    /**
     * Offers frames whose time stamps, in whole milliseconds, run by {@code millionths} fast against their samples.
     */
    private AacToOpus.Totals run(int minutes, LongToDoubleFunction sound, int rate, double millionths,
            AacToOpus.Sink sink) {
        var codecs = new CountingCodecs(sound, FfmpegCodecsTest.codecs());
        try (var opus = new AacToOpus(codecs, CountingCodecs.config(rate), 1_000, OpusSettings.DEFAULT, sink)) {
            double millisPerSample = 1_000.0 / rate * (1 + millionths / 1e6);
            long frames = minutes * 60L * rate / CountingCodecs.FRAME;
            for (long i = 0; i < frames; i++) {
                long first = i * CountingCodecs.FRAME;
                opus.offer((long) (first * millisPerSample), CountingCodecs.frame(first));
            }
            return opus.totals();
        }
    }

    private void read(ByteBuf packet) {
        for (int i = 0; i < heard.length; i++) {
            heard[i] = packet.readFloat();
        }
        packet.release();
    }

    /** The sound is a ramp of one second, so its value tells which sample of the source is heard. */
    @ParameterizedTest
    @CsvSource({"10, 48000, 200", "10, 44100, -200", "2, 48000, 1000", "2, 32000, -1000", "2, 44100, 0"})
    void aDriftingSourceStaysInStep(int minutes, int rate, double millionths) {
        var totals = run(minutes, sample -> (double) (sample % rate) / rate, rate, millionths, (pts, _, packet) -> {
            read(packet);
            if (heard[0] > 0.1 && heard[0] < 0.9) {
                double stamp = (pts + 312) / OPUS_RATE;
                double sourceTime = (Math.rint(stamp / (1 + millionths / 1e6) - heard[0]) + heard[0])
                        * (1 + millionths / 1e6);
                worstSkew = Math.max(worstSkew, Math.abs(stamp - sourceTime));
            }
        });
        assertThat(totals.gaps() + totals.jumps()).isZero();
        assertThat(totals.corrections() > 0).isEqualTo(millionths != 0);
        assertThat(worstSkew).isLessThan(0.020);
    }

    /** A click is a bend far beyond a sine wave's own. */
    @Test
    void followingADriftDoesNotClick() {
        double step = 2 * Math.PI * 1_000 / 48_000;
        var totals = run(2, sample -> Math.sin(step * (sample % 48_000)), 48_000, 1_000, (pts, _, packet) -> {
            read(packet);
            for (float sample : heard) {
                worstBend = pts > 960 ? Math.max(worstBend, Math.abs(sample - 2 * last + before)) : 0;
                before = last;
                last = sample;
            }
        });
        assertThat(totals.corrections()).isGreaterThan(10);
        assertThat(worstBend).isLessThan(step * step * 1.05);
    }
}

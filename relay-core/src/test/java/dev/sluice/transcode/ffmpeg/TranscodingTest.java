package dev.sluice.transcode.ffmpeg;

import dev.sluice.media.AacConfig;
import dev.sluice.media.Bytes;
import dev.sluice.transcode.AacToOpus;
import dev.sluice.transcode.OpusSettings;
import java.util.HexFormat;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** FFmpeg's AAC goes in, libopus' decoder listens to what comes out. */
class TranscodingTest {
    private final OpusListener ear = new OpusListener();

    @AfterEach
    void close() {
        ear.close();
    }

    private AacToOpus.Totals transcode(AacEncoder.Stream aac, int clockRate, IntPredicate kept) {
        var codecs = FfmpegCodecsTest.codecs();
        try (var transcoder = new AacToOpus(codecs, aac.config(), clockRate, OpusSettings.DEFAULT, ear)) {
            for (int i = 0; i < aac.frames().size(); i++) {
                var frame = aac.frames().get(i);
                if (kept.test(i)) {
                    transcoder.offer(Math.floorDiv(frame.pts() * clockRate, aac.rate()), frame.data().buffer());
                }
            }
            return transcoder.totals();
        }
    }

    private void assertUnbroken() {
        for (int i = 1; i < ear.packets.size(); i++) {
            assertThat(ear.packets.get(i).pts()).isEqualTo(ear.packets.get(i - 1).pts() + 960);
        }
    }

    @ParameterizedTest
    @CsvSource({"48000, 2, 1000, 40", "48000, 1, 1000, 40", "44100, 2, 1000, 40", "44100, 2, 44100, 40",
            "44100, 1, 1000, 40", "48000, 2, 90000, 40", "32000, 2, 1000, 40", "96000, 2, 1000, 38",
            "48000, 6, 1000, 40"})
    void aToneStaysWhatItWas(int rate, int channels, int clockRate, double purity) {
        var totals = transcode(AacEncoder.encode(AacEncoder.tone(1_000, rate), rate, channels, 3), clockRate,
                _ -> true);
        assertThat(totals.refused() + totals.gaps() + totals.jumps() + totals.corrections()).isZero();
        assertUnbroken();
        assertThat(ear.packets).allMatch(packet -> packet.stereo() == channels > 1 && packet.samples() == 960);
        var sound = ear.left(48_000, 48_000);
        double peak = Spectrum.peak(sound, 1_000);
        assertThat(peak).isCloseTo(1_000, within(2.0));
        assertThat(Spectrum.purity(sound, peak)).isGreaterThan(purity);
    }

    @ParameterizedTest
    @CsvSource({"48000, 48000", "48000, 1000", "44100, 1000"})
    void aToneSetsInWhenItDid(int rate, int clockRate) {
        var burst = AacEncoder.tone(1_000, rate);
        transcode(AacEncoder.encode((i, c) -> i < rate ? 0 : burst.at(i - rate, c), rate, 2, 2), clockRate, _ -> true);
        int onset = Spectrum.onset(ear.left(0, 90_000), 0.25);
        assertThat(onset).isCloseTo(48_000, within(5 * 48));
    }

    @Test
    void leftAndRightStayApart() {
        var tone = AacEncoder.tone(1_000, 48_000);
        transcode(AacEncoder.encode((i, c) -> c == 0 ? tone.at(i, c) : 0, 48_000, 2, 2), 1_000, _ -> true);
        assertThat(Spectrum.loudness(ear.left(24_000, 48_000))).isCloseTo(0.354, within(0.01));
        assertThat(Spectrum.loudness(ear.right(24_000, 48_000))).isLessThan(0.01);
    }

    @Test
    void aGapIsHeardAsSilence() {
        var aac = AacEncoder.encode(AacEncoder.tone(1_000, 48_000), 48_000, 2, 3);
        var totals = transcode(aac, 1_000, i -> i < 60 || i >= 65);
        assertThat(totals.gaps()).isOne();
        assertUnbroken();
        long begin = aac.frames().get(60).pts();
        long end = aac.frames().get(65).pts();
        assertThat(Spectrum.loudness(ear.left(begin - 4_800, 4_800))).isCloseTo(0.354, within(0.02));
        assertThat(Spectrum.loudness(ear.left(begin + 960, (int) (end - begin) - 1_920))).isLessThan(0.01);
        assertThat(Spectrum.loudness(ear.left(end + 1_200, 4_800))).isCloseTo(0.354, within(0.02));
    }

    /**
     * The same core frames under a configuration that announces SBR: decoded to twice the rate, with nothing above it.
     */
    @Test
    void heAacComesOutAtTwiceTheRateOfItsCore() {
        var burst = AacEncoder.tone(1_000, 24_000);
        var core = AacEncoder.encode((i, c) -> i < 24_000 ? 0 : burst.at(i - 24_000, c), 24_000, 2, 4);
        var asc = Bytes.of(HexFormat.of().parseHex("2b118800"));
        var aac = new AacEncoder.Stream(new AacConfig(2, 24_000, 2, 48_000, asc), 24_000, core.frames());
        var totals = transcode(aac, 1_000, _ -> true);
        assertThat(totals.refused() + totals.gaps() + totals.jumps()).isZero();
        assertUnbroken();
        var sound = ear.left(72_000, 48_000);
        assertThat(Spectrum.purity(sound, Spectrum.peak(sound, 1_000))).isGreaterThan(40);
        assertThat(Spectrum.onset(ear.left(0, 90_000), 0.25)).isCloseTo(48_000, within(5 * 48));
    }
}

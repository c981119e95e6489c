package dev.sluice.transcode;

/**
 * How Opus is encoded.
 *
 * <p>The default was chosen by measuring: 30 s each of speech, music and both mixed, 48 kHz stereo at 128 kb/s, thread
 * CPU time of {@code FfmpegOpusEncoder.encode} on a two-core EPYC (best of three) and the mean noise-to-mask ratio of
 * what libopus' decoder makes of it (50 bands of half a Bark, mask 12 dB under the spread signal; lower is better,
 * differences under 0.3 dB say nothing). Mixed material, expected loss 5 %:
 *
 * <pre>
 * frame  application  complexity  CPU     noise to mask
 * 20 ms  audio        0           1.0 %   -4.6 dB  (music: worst twentieth of the frames 5 dB worse)
 * 20 ms  audio        2           1.3 %   -4.6 dB
 * 20 ms  audio        4           1.5 %   -4.5 dB
 * 20 ms  audio        5, 6        1.9 %   -4.5 dB
 * 20 ms  audio        8, 10       3.2 %   -4.8 dB  (speech: 8.3 %, +4.8 dB, see below)
 * 10 ms  audio        4           1.6 %   -4.5 dB  (music: 0.7 dB worse than 20 ms)
 * 20 ms  lowdelay     4           1.4 %   -4.6 dB
 * 20 ms  audio, 10 %  4           5.0 %   +4.7 dB
 * </pre>
 *
 * <p>In-band FEC is on, but libopus can only make it in its SILK and hybrid modes. From 6 % expected loss on (at any
 * loss from complexity 7 on, once it hears speech) it leaves CELT for them: audibly worse at this rate and beyond 2 %
 * of a core. So 5 % it is, which keeps 128 kb/s in CELT and lets FEC set in at low bit rates. With AAC decoding and
 * resampling the whole costs 1.7 % of a core for stereo.
 *
 * @param bitrate bits a second of stereo
 * @param frameMillis length of a packet: 10 or 20
 * @param complexity 0 (cheap) to 10
 * @param application libopus' word: {@code audio}, {@code voip} or {@code lowdelay}
 * @param expectedLoss percent of packets the encoder prepares for
 */
public record OpusSettings(int bitrate, int frameMillis, int complexity, String application, int expectedLoss) {
    public static final int CLOCK_RATE = 48_000;

    public static final OpusSettings DEFAULT = new OpusSettings(128_000, 20, 4, "audio", 5);

    /** Mono gets three quarters: half would give a single channel less than stereo's shared bits give each. */
    public int bitrate(int channels) {
        return channels == 1 ? bitrate * 3 / 4 : bitrate;
    }

    /** Samples per channel in a packet. */
    public int frameSize() {
        return frameMillis * (CLOCK_RATE / 1_000);
    }
}

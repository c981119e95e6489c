package dev.sluice.transcode.ffmpeg;

/** Finds one sine wave in 48 kHz sound. */
final class Spectrum {
    private Spectrum() {}

    /** Frequency of the strongest tone near the one that is expected, to a twentieth of a hertz. */
    static double peak(float[] sound, double expected) {
        var windowed = new float[sound.length];
        for (int i = 0; i < sound.length; i++) {
            windowed[i] = (float) (sound[i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / sound.length)));
        }
        double hertz = strongest(windowed, expected - 20, expected + 20, 1);
        return strongest(windowed, hertz - 1, hertz + 1, 0.05);
    }

    private static double strongest(float[] sound, double from, double to, double step) {
        double best = from;
        for (double hertz = from; hertz <= to; hertz += step) {
            best = power(sound, hertz) > power(sound, best) ? hertz : best;
        }
        return best;
    }

    /** Goertzel's sum at any frequency. */
    private static double power(float[] sound, double hertz) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / 48_000);
        double before = 0;
        double last = 0;
        for (float sample : sound) {
            double next = sample + coefficient * last - before;
            before = last;
            last = next;
        }
        return before * before + last * last - coefficient * before * last;
    }

    /** By how many decibels a sine wave of this frequency, fitted in amplitude and phase, exceeds all the rest. */
    static double purity(float[] sound, double hertz) {
        double step = 2 * Math.PI * hertz / 48_000;
        double sine = 0;
        double cosine = 0;
        for (int i = 0; i < sound.length; i++) {
            sine += sound[i] * Math.sin(step * i) * 2 / sound.length;
            cosine += sound[i] * Math.cos(step * i) * 2 / sound.length;
        }
        double rest = 0;
        for (int i = 0; i < sound.length; i++) {
            double error = sound[i] - sine * Math.sin(step * i) - cosine * Math.cos(step * i);
            rest += error * error / sound.length;
        }
        return 10 * Math.log10((sine * sine + cosine * cosine) / 2 / rest);
    }

    static double loudness(float[] sound) {
        double sum = 0;
        for (float sample : sound) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / sound.length);
    }

    /** Index of the first sample beyond a level; -1 without one. */
    static int onset(float[] sound, double level) {
        for (int i = 0; i < sound.length; i++) {
            if (Math.abs(sound[i]) > level) {
                return i;
            }
        }
        return -1;
    }
}

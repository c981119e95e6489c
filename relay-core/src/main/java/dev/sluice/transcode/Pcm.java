package dev.sluice.transcode;

/**
 * Sound between a decoder, a resampler and an encoder: interleaved, full scale is -1..1. It grows to the longest run it
 * has held and is used again for every frame. One thread at a time.
 */
public final class Pcm {
    private static final int RAMP = 240;

    private final int channels;
    private float[] samples = {};
    private int length;
    private int rate;

    /** @param channels 1 or 2 */
    public Pcm(int channels) {
        this.channels = channels;
    }

    /** Makes room for a run of sound; what it held is undefined afterwards. */
    public void size(int newLength, int newRate) {
        if (samples.length < newLength * channels) {
            samples = new float[newLength * channels];
        }
        length = newLength;
        rate = newRate;
    }

    public int channels() {
        return channels;
    }

    /** Samples per channel. */
    public int length() {
        return length;
    }

    /** Samples a second. */
    public int rate() {
        return rate;
    }

    /** The live array, at least {@code length() * channels()} long. */
    public float[] samples() {
        return samples;
    }

    /** Values in use: samples of all channels. */
    public int values() {
        return length * channels;
    }

    /** The last sample of a channel, 0 of an empty run. */
    float last(int channel) {
        return length == 0 ? 0 : samples[(length - 1) * channels + channel];
    }

    /**
     * From {@code begin} to the end silence, entered by a short ramp: sound that stops dead clicks.
     *
     * @param left what the first channel comes from
     * @param right what the last channel comes from
     */
    void hush(int begin, float left, float right) {
        for (int i = begin; i < length; i++) {
            float level = Math.max(0, 1 - (i - begin + 1f) / RAMP);
            samples[i * channels] = left * level;
            samples[i * channels + channels - 1] = right * level;
        }
    }
}

package dev.sluice.transcode;

/** Turns sound of one rate into 48 kHz, without a break from call to call. One thread at a time; native memory. */
public interface Resampler extends AutoCloseable {
    /** The most samples per channel that one call takes. */
    int MAX_INPUT = 4_096;

    int inputRate();

    /** @param in at most {@link #MAX_INPUT} samples per channel, of {@link #inputRate()} */
    void resample(Pcm in, Pcm out);

    /** What has gone in but not come out yet, in samples of 48 kHz. */
    long delay();

    /**
     * Stretches or shrinks the next {@code distance} samples of output by {@code samples}.
     *
     * @param samples positive for more output than the input's length says
     */
    void compensate(int samples, int distance);

    /** Frees it; further calls do nothing. */
    @Override
    void close();
}

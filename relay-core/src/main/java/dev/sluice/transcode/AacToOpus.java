package dev.sluice.transcode;

import dev.sluice.media.AacConfig;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import static dev.sluice.transcode.OpusSettings.CLOCK_RATE;

/**
 * One AAC stream heard as Opus. It has no clock and no thread: every frame that goes in pushes out the packets it
 * completes, so the sound is late by at most one Opus frame and the encoder's lookahead.
 *
 * <p>Opus time stamps count samples and step by exactly one frame. They stay on the source's timeline: a gap of some
 * frames becomes silence, a drifting source is followed by resampling, and after a longer gap, an overlap or a
 * jump back the count starts anew at the source's time stamp. A frame that cannot be decoded becomes silence of the
 * same length.
 *
 * <p>Not thread-safe, but it may move from thread to thread between calls. It holds native memory until {@link
 * #close()}. For another {@link AacConfig} make another one.
 */
public final class AacToOpus implements AutoCloseable {
    /** Takes the packets. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param pts48k time of the first sample in 48 kHz ticks on the source's timeline; it may be below 0 by the
         *        encoder's lookahead
         * @param samples length at 48 kHz
         * @param packet one Opus packet; the sink owns it
         */
        void onOpus(long pts48k, int samples, ByteBuf packet);
    }

    /**
     * What has happened to a stream so far.
     *
     * @param refused frames that could not be decoded
     * @param gaps gaps filled with silence
     * @param jumps times the count started anew
     * @param corrections seconds of sound that were stretched or shrunk against drift
     * @param packets packets made
     * @param failures frames of sound the encoder refused
     */
    public record Totals(long refused, long gaps, long jumps, long corrections, long packets, long failures) {}

    private static final int HUSH = 1_024;
    private static final int NO_SBR_ABOVE = 24_000;

    private final AudioCodecs codecs;
    private final int clockRate;
    private final AudioDecoder decoder;
    private final OpusEncoder encoder;
    private final OpusFramer framer;
    private final SourceClock sourceClock = new SourceClock();
    private final Pcm decoded;
    private final Pcm hush;
    private final Pcm resampled;
    /** What was written last: {@code decoded} or {@code hush}. */
    private Pcm last;
    private @Nullable Resampler resampler;
    private boolean anchored;
    private boolean closed;
    private long correctedUntil;
    private long refused;
    private long gaps;
    private long jumps;
    private long corrections;

    /**
     * @param clockRate ticks a second of the time stamps that will be offered
     * @throws dev.sluice.runtime.ProtocolException {@code CODEC_UNSUPPORTED} for a configuration that cannot be decoded
     */
    public AacToOpus(AudioCodecs codecs, AacConfig config, int clockRate, OpusSettings settings, Sink sink) {
        int channels = channels(config);
        this.codecs = codecs;
        this.clockRate = clockRate;
        this.decoded = new Pcm(channels);
        this.hush = new Pcm(channels);
        this.last = decoded;
        this.resampled = new Pcm(channels);
        this.decoder = codecs.aacDecoder(config, channels);
        this.encoder = openEncoder(settings, channels);
        this.framer = new OpusFramer(encoder, channels, sink);
    }

    private OpusEncoder openEncoder(OpusSettings settings, int channels) {
        try {
            return codecs.opusEncoder(settings, channels);
        } catch (RuntimeException e) {
            decoder.close();
            throw e;
        }
    }

    /**
     * One channel stays one, unless parametric stereo (with SBR, which low rates may carry unannounced) can open it.
     */
    private static int channels(AacConfig config) {
        boolean sbr = config.outputSampleRate() != config.sampleRate() || config.sampleRate() <= NO_SBR_ABOVE;
        return config.channels() == 1 && !sbr ? 1 : 2;
    }

    /**
     * @param ptsTicks its time stamp in ticks of the clock rate given at the start
     * @param aac one raw_data_block, borrowed
     */
    public void offer(long ptsTicks, ByteBuf aac) {
        if (closed) {
            return;
        }
        long pts = toOpusTicks(ptsTicks);
        if (anchored && resampler != null) {
            place(pts - decoder.delay(), resampler);
        }
        if (decoder.decode(aac, decoded)) {
            hear(pts);
        } else {
            conceal();
        }
    }

    private long toOpusTicks(long ticks) {
        return Math.floorDiv(ticks, clockRate) * CLOCK_RATE
                + Math.floorMod(ticks, clockRate) * (long) CLOCK_RATE / clockRate;
    }

    private void place(long pts, Resampler toOpus) {
        long error = pts - framer.position() - toOpus.delay();
        int frameLength = (int) ((long) decoded.length() * CLOCK_RATE / decoded.rate());
        switch (sourceClock.observe(error, frameLength)) {
            case FOLLOWS -> followDrift(toOpus);
            case GAP -> fill(error, toOpus);
            case JUMP -> jump(error > 0);
        }
    }

    private void followDrift(Resampler toOpus) {
        if (framer.position() < correctedUntil) {
            return;
        }
        correctedUntil = framer.position() + CLOCK_RATE;
        int samples = sourceClock.correction();
        if (samples != 0) {
            toOpus.compensate(samples, CLOCK_RATE);
            corrections++;
        }
    }

    private void fill(long samples, Resampler toOpus) {
        gaps++;
        decoder.reset();
        silence((int) (samples * toOpus.inputRate() / CLOCK_RATE), toOpus);
    }

    /** Behind a gap the rest of the old sound is too late for anybody, and a packet that late unsettles the listener. */
    private void jump(boolean ahead) {
        jumps++;
        anchored = false;
        decoder.reset();
        if (ahead) {
            framer.discard();
        } else {
            framer.flush();
        }
    }

    private void hear(long pts) {
        var toOpus = resamplerFor(decoded.rate());
        if (!anchored) {
            anchored = true;
            framer.restart(pts - decoder.delay() - toOpus.delay());
            correctedUntil = framer.position() + CLOCK_RATE;
        }
        write(decoded, toOpus);
    }

    /** HE-AAC may turn out to be one only with its first frame, at twice the rate. */
    private Resampler resamplerFor(int rate) {
        if (resampler != null && resampler.inputRate() != rate) {
            resampler.close();
            resampler = null;
        }
        if (resampler == null) {
            resampler = codecs.resampler(rate, decoded.channels());
        }
        return resampler;
    }

    private void conceal() {
        refused++;
        decoder.reset();
        if (anchored && resampler != null) {
            silence(decoded.length(), resampler);
        }
    }

    private void silence(int length, Resampler toOpus) {
        for (int left = length; left > 0; left -= hush.length()) {
            float first = last.last(0);
            float second = last.last(last.channels() - 1);
            hush.size(Math.min(left, HUSH), toOpus.inputRate());
            hush.hush(0, first, second);
            write(hush, toOpus);
        }
    }

    private void write(Pcm sound, Resampler toOpus) {
        last = sound;
        toOpus.resample(sound, resampled);
        framer.write(resampled);
    }

    public Totals totals() {
        return new Totals(refused, gaps, jumps, corrections, framer.packets(), framer.failures());
    }

    /** Frees the codecs; what is not a whole Opus frame is lost. Further calls do nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        decoder.close();
        encoder.close();
        if (resampler != null) {
            resampler.close();
        }
    }
}

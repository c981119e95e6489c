package dev.sluice.media;

/** Opus as WebRTC carries it: 48 kHz clock (RFC 7587), 1 or 2 channels. */
public record OpusConfig(int channels) implements AudioConfig {
    /** Whatever it was made from, and by whatever clock a track counts (RFC 7587 4.1). */
    public static final int SAMPLE_RATE = 48_000;

    @Override
    public Codec codec() {
        return Codec.OPUS;
    }
}

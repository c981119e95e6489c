package dev.sluice.media;

/** Opus as WebRTC carries it: 48 kHz clock (RFC 7587), 1 or 2 channels. */
public record OpusConfig(int channels) implements AudioConfig {
    @Override
    public Codec codec() {
        return Codec.OPUS;
    }
}

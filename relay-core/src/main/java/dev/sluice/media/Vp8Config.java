package dev.sluice.media;

/** What a VP8 key frame's header says (RFC 6386 9.1); a decoder needs nothing beforehand. */
public record Vp8Config(int width, int height) implements VideoConfig {
    @Override
    public Codec codec() {
        return Codec.VP8;
    }
}

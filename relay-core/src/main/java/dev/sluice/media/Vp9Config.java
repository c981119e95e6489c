package dev.sluice.media;

/**
 * What a VP9 key frame's uncompressed header says (VP9 bitstream specification 6.2); a decoder needs nothing beforehand.
 *
 * @param profile 0..3
 */
public record Vp9Config(int profile, int width, int height) implements VideoConfig {
    @Override
    public Codec codec() {
        return Codec.VP9;
    }
}

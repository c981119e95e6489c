package dev.sluice.media;

/**
 * An AV1 sequence header (AV1 specification 5.5) and what it says. It also stands in each key frame's payload.
 *
 * @param profile seq_profile, 0..2
 * @param level seq_level_idx of the first operating point
 * @param tier seq_tier of the first operating point
 * @param width max_frame_width_minus_1 + 1
 * @param height max_frame_height_minus_1 + 1
 * @param sequenceHeader the OBU, header included, with its size field
 */
public record Av1Config(int profile, int level, int tier, int width, int height,
        Bytes sequenceHeader) implements VideoConfig {
    @Override
    public Codec codec() {
        return Codec.AV1;
    }
}

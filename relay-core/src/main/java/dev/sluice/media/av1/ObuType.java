package dev.sluice.media.av1;

/** obu_type (AV1 specification 6.2.2), of those that we treat differently. */
public final class ObuType {
    public static final int SEQUENCE_HEADER = 1;
    public static final int TEMPORAL_DELIMITER = 2;
    public static final int FRAME_HEADER = 3;
    public static final int FRAME = 6;
    public static final int TILE_LIST = 8;

    private ObuType() {}
}

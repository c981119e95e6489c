package dev.sluice.media.h264;

/** nal_unit_type, ITU-T H.264 table 7-1. */
public final class NalType {
    /** Coded slice of a picture that is no IDR picture. */
    public static final int SLICE = 1;
    /** Data partition A, the one that holds the slice header. */
    public static final int PARTITION_A = 2;
    public static final int PARTITION_B = 3;
    public static final int PARTITION_C = 4;
    public static final int IDR = 5;
    public static final int SEI = 6;
    public static final int SPS = 7;
    public static final int PPS = 8;
    public static final int ACCESS_UNIT_DELIMITER = 9;
    public static final int END_OF_SEQUENCE = 10;
    public static final int END_OF_STREAM = 11;
    public static final int FILLER = 12;
    public static final int SPS_EXTENSION = 13;

    private NalType() {}

    /** The type that a NAL unit's first byte names. */
    public static int of(int headerByte) {
        return headerByte & 0x1f;
    }

    /** Whether the NAL unit starts with a slice header. */
    public static boolean hasSliceHeader(int type) {
        return type == SLICE || type == IDR || type == PARTITION_A;
    }
}

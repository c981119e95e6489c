package dev.sluice.media.hevc;

/** nal_unit_type, ITU-T H.265 table 7-1. */
public final class NalType {
    /** The lowest of the random access points: decoding can start at 16 to 23. */
    public static final int FIRST_IRAP = 16;
    public static final int LAST_IRAP = 23;
    public static final int VPS = 32;
    public static final int SPS = 33;
    public static final int PPS = 34;
    public static final int ACCESS_UNIT_DELIMITER = 35;
    public static final int FILLER = 38;
    /** From here on unspecified; RFC 7798 has its packet types there. */
    public static final int FIRST_UNSPECIFIED = 48;

    private NalType() {}

    /** The type that a NAL unit's first byte names. */
    public static int of(int firstByte) {
        return firstByte >> 1 & 0x3f;
    }

    /** Whether the NAL unit is a piece of a picture. */
    public static boolean isSlice(int type) {
        return type < VPS;
    }

    /** Whether the picture is an intra random access point. */
    public static boolean isIrap(int type) {
        return type >= FIRST_IRAP && type <= LAST_IRAP;
    }
}

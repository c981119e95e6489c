package dev.sluice.webrtc.sdp;

/** H.264 profiles in the order of what they can do, as {@code profile-level-id} names them (RFC 6184 8.1). */
enum H264Profile {
    CONSTRAINED_BASELINE(0), BASELINE(1), MAIN(2), CONSTRAINED_HIGH(3), HIGH(4), HIGH_444(5);

    private static final int SET0 = 0x80;
    private static final int SET1 = 0x40;
    private static final int SET4_AND_5 = 0x0c;
    private static final int BELOW = 100;

    private final int rank;

    H264Profile(int rank) {
        this.rank = rank;
    }

    /**
     * RFC 6184 8.1, table 5.
     *
     * @param idc profile_idc
     * @param constraints the byte of constraint_set flags
     */
    static H264Profile of(int idc, int constraints) {
        return switch (idc) {
            case 66 -> (constraints & SET1) != 0 ? CONSTRAINED_BASELINE : BASELINE;
            case 77 -> (constraints & SET0) != 0 ? CONSTRAINED_BASELINE : MAIN;
            case 88 -> (constraints & SET1) != 0 ? CONSTRAINED_BASELINE : BASELINE;
            case 100 -> (constraints & SET4_AND_5) == SET4_AND_5 ? CONSTRAINED_HIGH : HIGH;
            default -> HIGH_444;
        };
    }

    /** How far a decoder of this profile is from a stream of the other: 0 the same, more capable before less. */
    int distance(H264Profile stream) {
        int more = rank - stream.rank;
        return more >= 0 ? more : BELOW - more;
    }
}

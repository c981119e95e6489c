package dev.sluice.webrtc.rtp.wire;

/** NTP timestamps (RFC 3550 4): seconds since 1900 in the upper 32 bits, the fraction of a second in the lower. */
public final class NtpTime {
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long NANOS = 1_000_000_000L;

    private NtpTime() {}

    /**
     * @param wallMillis milliseconds since 1970 of some moment
     * @param nanosSince what passed since that moment
     */
    public static long of(long wallMillis, long nanosSince) {
        long millis = wallMillis + Math.floorDiv(nanosSince, 1_000_000L);
        long nanos = Math.floorMod(millis, 1_000L) * 1_000_000L + Math.floorMod(nanosSince, 1_000_000L);
        long seconds = Math.floorDiv(millis, 1_000L) + SECONDS_1900_TO_1970;
        return seconds << 32 | (nanos << 32) / NANOS;
    }

    /** Nanoseconds since 1900. */
    public static long nanos(long ntp) {
        return (ntp >>> 32) * NANOS + (((ntp & 0xffffffffL) * NANOS) >>> 32);
    }

    /** The middle 32 bits, as LSR and DLSR count: units of 1/65536 s. */
    public static int middle(long ntp) {
        return (int) (ntp >>> 16);
    }
}

package dev.sluice.webrtc.sdp.grammar;

/** How much of an SDP is read. Chromium's largest offers have 250 lines; everything beyond these is refused. */
public final class SdpLimits {
    /** Characters of the whole text. */
    public static final int TEXT = 64 * 1024;
    public static final int LINES = 2_000;
    public static final int LINE = 4_096;
    public static final int MEDIA_SECTIONS = 32;
    public static final int ATTRIBUTES_PER_SECTION = 1_000;
    /** Formats of one {@code m=} line. */
    public static final int FORMATS = 128;
    /** A mid, an encoding name and other single words that are repeated in the answer. */
    public static final int TOKEN = 64;
    /** Mids of one group, SSRCs of one group. */
    public static final int GROUP_MEMBERS = 64;

    /** {@code a=rid} lines of one section, streams of one {@code a=simulcast}. */
    public static final int RIDS = 16;
    /** Candidates of one fragment; a browser on a host with many networks sends some dozens. */
    public static final int CANDIDATES = 256;

    private SdpLimits() {}
}

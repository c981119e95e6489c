package dev.sluice.rtmp.testkit;

/** Bodies of FLV tags, in hexadecimal. The parameter sets are x264's. */
public final class Tags {
    /** 640x360, baseline. */
    public static final String SPS = "6742c01ed900a02ff970110000030001000003003c8f162e48";
    /** 638x358, baseline, with the same id. */
    public static final String OTHER_SPS = "6742c01eda0280bfa9b011000003000100000300320f162ea0";
    public static final String PPS = "68cb83cb20";
    public static final String AVCC = "0142c01e ff e1 0019" + SPS + "01 0005" + PPS;
    public static final String VIDEO_CONFIG = "17 00 000000" + AVCC;
    public static final String OTHER_VIDEO_CONFIG = VIDEO_CONFIG.replace(SPS, OTHER_SPS);
    public static final String IDR = "00000003 65 b8 04";
    public static final String SLICE = "00000002 41 9a";
    public static final String KEY_FRAME = "17 01 000000" + IDR;
    public static final String AUDIO_CONFIG = "af 00 1210";
    public static final String AUDIO_FRAME = "af 01 2110";

    private Tags() {}

    /** A NAL unit behind its length in 4 bytes. */
    public static String nal(String hex) {
        String plain = hex.replace(" ", "");
        return "%08x".formatted(plain.length() / 2) + plain;
    }
}

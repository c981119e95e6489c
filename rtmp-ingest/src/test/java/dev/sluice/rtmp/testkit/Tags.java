package dev.sluice.rtmp.testkit;

/** Bodies of FLV tags, in hexadecimal. The parameter sets are x264's and x265's, the AV1 sequence header is SVT-AV1's. */
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

    /** Of one stream, 64x48. */
    public static final String HEVC_VPS = "40010c01ffff01600000030090000003000003001eba0240";
    public static final String HEVC_SPS = "42010101600000030090000003000003001ea02083165bab932bc05a020000030002000003003210";
    public static final String HEVC_PPS = "4401c173d089";
    public static final String HVCC = "01" + Hex.times(20, "00") + "ff 03" + hevcSet("20", HEVC_VPS)
            + hevcSet("21", HEVC_SPS) + hevcSet("22", HEVC_PPS);
    public static final String HEVC_CONFIG = "90 68766331" + HVCC;
    public static final String HEVC_IDR = "00000004 2601 af04";
    public static final String HEVC_SLICE = "00000003 0201 d0";
    public static final String HEVC_KEY_FRAME = "91 68766331 000000" + HEVC_IDR;

    /** 640x360. */
    public static final String AV1_HEADER = "0a0b0000000cc4ff673efe4010";
    public static final String AV1C = "81 00 0c 00";
    public static final String AV1_CONFIG = "90 61763031" + AV1C + AV1_HEADER;
    public static final String AV1_KEY = "32 02 10aa";
    public static final String AV1_INTER = "32 02 30aa";
    public static final String AV1_KEY_FRAME = "91 61763031" + AV1_HEADER + AV1_KEY;

    /** 320x180. */
    public static final String VP9_KEY = "82 498342 2013f00b30";
    public static final String VP9_INTER = "86 00";
    public static final String VP8_KEY = "10 0200 9d012a 4001 b400";
    public static final String VP8_INTER = "11 0200";

    public static final String OPUS_HEAD = "4f70757348656164 01 02 3801 80bb0000 0000 00";
    public static final String OPUS_CONFIG = "90 4f707573" + OPUS_HEAD;
    public static final String OPUS_FRAME = "91 4f707573 fcfffe";

    private Tags() {}

    private static String hevcSet(String type, String nal) {
        return type + "0001 %04x".formatted(nal.length() / 2) + nal;
    }

    /** A NAL unit behind its length in 4 bytes. */
    public static String nal(String hex) {
        String plain = hex.replace(" ", "");
        return "%08x".formatted(plain.length() / 2) + plain;
    }
}

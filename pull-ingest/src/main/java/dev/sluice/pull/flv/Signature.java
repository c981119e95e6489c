package dev.sluice.pull.flv;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a few first bytes are likely to be of. */
final class Signature {
    static final int LENGTH = 9;
    private static final int MPEG_TS_SYNC = 0x47;

    private Signature() {}

    /** As a message shows it. */
    static String named(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.startsWith("#EXTM3U")) {
            return "an HLS playlist";
        }
        if (text.startsWith("ftyp", 4)) {
            return "MP4";
        }
        if (text.startsWith("\u001aE\u00df\u00a3")) {
            return "Matroska or WebM";
        }
        if (text.startsWith("<")) {
            return "HTML or XML";
        }
        if (text.startsWith("\u001f\u008b")) {
            return "gzip";
        }
        if (text.startsWith("ID3")) {
            return "MP3";
        }
        return text.charAt(0) == MPEG_TS_SYNC ? "MPEG-TS" : "bytes " + HexFormat.of().formatHex(bytes, 0, 4);
    }
}

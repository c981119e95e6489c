package dev.sluice.rtmp.flv;

import dev.sluice.media.Codec;
import dev.sluice.media.MediaKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Four characters that name a codec in Enhanced RTMP: those that are carried, the most wanted first. */
public enum FourCc {
    AVC1(Codec.H264, "avc1"), HVC1(Codec.HEVC, "hvc1"), AV01(Codec.AV1, "av01"), VP09(Codec.VP9,
            "vp09"), VP08(Codec.VP8, "vp08"), OPUS(Codec.OPUS, "Opus"), MP4A(Codec.AAC, "mp4a");

    static final int BYTES = 4;
    private static final List<FourCc> ALL = List.of(values());

    private final Codec codec;
    private final String text;
    private final int value;

    FourCc(Codec codec, String text) {
        this.codec = codec;
        this.text = text;
        this.value = value(text);
    }

    private static int value(String text) {
        int value = 0;
        for (byte octet : text.getBytes(StandardCharsets.US_ASCII)) {
            value = value << 8 | octet;
        }
        return value;
    }

    /** The one whose characters these are, the first of them in the highest byte; null: not carried. */
    static @Nullable FourCc of(int value) {
        for (var fourCc : ALL) {
            if (fourCc.value == value) {
                return fourCc;
            }
        }
        return null;
    }

    /** Of a codec, each has one. */
    public static FourCc of(Codec codec) {
        return ALL.stream().filter(fourCc -> fourCc.codec == codec).findFirst().orElseThrow();
    }

    /** Those of a kind, the most wanted first. */
    public static Stream<FourCc> carried(MediaKind kind) {
        return ALL.stream().filter(fourCc -> fourCc.codec.kind() == kind);
    }

    /** The same for an error message. */
    static String names(MediaKind kind) {
        return carried(kind).map(fourCc -> fourCc.codec.label() + " (" + fourCc.text + ")")
                .collect(Collectors.joining(", "));
    }

    public Codec codec() {
        return codec;
    }

    /** Its characters as one number, the first in the highest byte. */
    public int value() {
        return value;
    }

    /** Its four characters. */
    public String text() {
        return text;
    }

    /** Any four characters for an error message: what is not a letter, digit, '.' or '-' shows as '?'. */
    static String text(int value) {
        var text = new StringBuilder();
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            char c = (char) (value >> shift & 0xff);
            text.append(c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-') ? c : '?');
        }
        return text.toString();
    }
}

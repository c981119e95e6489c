package dev.sluice.media;

/** Codecs the media model knows, by the name SDP and the console show. */
public enum Codec {
    H264(MediaKind.VIDEO, "H264"), VP8(MediaKind.VIDEO, "VP8"), VP9(MediaKind.VIDEO, "VP9"), AV1(MediaKind.VIDEO,
            "AV1"), HEVC(MediaKind.VIDEO, "H265"), AAC(MediaKind.AUDIO, "AAC"), OPUS(MediaKind.AUDIO, "opus");

    private final MediaKind kind;
    private final String label;

    Codec(MediaKind kind, String label) {
        this.kind = kind;
        this.label = label;
    }

    public MediaKind kind() {
        return kind;
    }

    /** RFC 6838 subtype where there is one, as in {@code a=rtpmap}. */
    public String label() {
        return label;
    }
}

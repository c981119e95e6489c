package dev.sluice.media;

/**
 * One track as a subscriber sees it.
 *
 * @param id unique among the publisher's tracks: {@code audio}, {@code video}, or {@code video/} and the name of the
 *         encoding where there are several (RFC 8851: its rid)
 * @param clockRate ticks a second of the frames' pts and dts
 */
public record TrackInfo(String id, int clockRate, CodecConfig config) {
    /** @param encoding empty: the only one of its kind */
    public static String id(MediaKind kind, String encoding) {
        var name = kind == MediaKind.VIDEO ? "video" : "audio";
        return encoding.isEmpty() ? name : name + "/" + encoding;
    }

    public Codec codec() {
        return config.codec();
    }

    /** Of a picture, by which encodings of one video are ranked; 0 for audio. */
    public long pixels() {
        return config instanceof VideoConfig video ? (long) video.width() * video.height() : 0;
    }

    public MediaKind kind() {
        return codec().kind();
    }
}

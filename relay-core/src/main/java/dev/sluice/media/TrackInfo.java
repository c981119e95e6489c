package dev.sluice.media;

/**
 * One track as a subscriber sees it.
 *
 * @param id unique among the publisher's tracks, {@code audio} or {@code video}
 * @param clockRate ticks a second of the frames' pts and dts
 */
public record TrackInfo(String id, int clockRate, CodecConfig config) {
    public Codec codec() {
        return config.codec();
    }

    public MediaKind kind() {
        return codec().kind();
    }
}

package dev.sluice.media;

/** The configuration of a video codec. */
public sealed interface VideoConfig extends CodecConfig
        permits H264Config, Vp8Config, Vp9Config, Av1Config, HevcConfig {
    /** Of a picture, in pixels, cropped. */
    int width();

    /** Of a picture, in pixels, cropped. */
    int height();
}

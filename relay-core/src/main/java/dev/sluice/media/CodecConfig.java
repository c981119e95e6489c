package dev.sluice.media;

/**
 * What a decoder must know before the first frame. Equality is by value: a new configuration that is not equal to the
 * one before means that the stream changed, which viewers must survive.
 */
public sealed interface CodecConfig permits VideoConfig, AudioConfig {
    Codec codec();
}

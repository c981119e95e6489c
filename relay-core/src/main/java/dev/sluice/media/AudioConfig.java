package dev.sluice.media;

/** The configuration of an audio codec. */
public sealed interface AudioConfig extends CodecConfig permits AacConfig, OpusConfig {
    /** Of what is heard. */
    int channels();
}

package dev.sluice.media;

/** What a track carries. */
public enum MediaKind {
    AUDIO, VIDEO
}

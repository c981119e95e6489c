package dev.sluice.pull.source;

/** How a source's play ended. */
public sealed interface SourceEnd {
    /** The source said so, or all bytes of a known length came. */
    record Ended() implements SourceEnd {}

    /**
     * Anything else.
     *
     * @param code SOURCE_UNREACHABLE, SOURCE_REFUSED, SOURCE_HTTP_nnn, SOURCE_FORMAT, SOURCE_STALLED, CODEC_UNSUPPORTED, ...
     * @param reason plain English: what was found, what was expected; never a secret
     */
    record Broken(String code, String reason) implements SourceEnd {}
}

package dev.sluice.pull.source;

import dev.sluice.config.Limits;
import java.time.Duration;

/**
 * What a source takes upon itself.
 *
 * @param redirects followed, one after the other
 * @param headerBytes of an HTTP answer
 * @param tagBytes of one FLV tag's body
 * @param lookupTime to the addresses of a name
 * @param connectTime to a TCP connection
 * @param answerTime from there to the answer, TLS included
 * @param stallTime without media
 */
public record SourceLimits(int redirects, int headerBytes, int tagBytes, Duration lookupTime, Duration connectTime,
        Duration answerTime, Duration stallTime) {
    public static final SourceLimits DEFAULT = new SourceLimits(5, 16 << 10, 8 << 20, Duration.ofSeconds(5),
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10));

    /** As configured, with the usual times. */
    public static SourceLimits of(Limits limits) {
        return new SourceLimits(limits.redirects(), limits.httpHeaderBytes(), limits.rtmpMessageBytes(),
                DEFAULT.lookupTime, DEFAULT.connectTime, DEFAULT.answerTime, DEFAULT.stallTime);
    }
}

package dev.sluice.health;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a source does, of the last second.
 *
 * @param avSkewMillis how far the video's timestamps are ahead of the audio's that come at the same moment; null without
 *        both. One that grows tells of two clocks that drift apart at the source
 * @param lagMillis how much later frames come than at their best, by the pace of their timestamps; null while unknown
 * @param timestampJumps how often the source's clock jumped
 * @param warnings that stand
 */
public record Health(@Nullable Long avSkewMillis, @Nullable Long lagMillis, long timestampJumps,
        List<Warning> warnings) {
    static final Health UNKNOWN = new Health(null, null, 0, List.of());
}

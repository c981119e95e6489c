package dev.sluice.room;

import dev.sluice.health.GopMeter;
import dev.sluice.media.MediaKind;
import dev.sluice.runtime.Clock;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks once a second how a publisher's source does, from its first frame on, whether frames go on coming or not: a
 * warning must end as well when they stop. Lives on the publisher's loop.
 */
final class CheckUps {
    private static final long PERIOD_SECONDS = 1;

    private final Publisher publisher;
    private final Clock clock;
    private @Nullable ScheduledFuture<?> timer;

    CheckUps(Publisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    void placed(MediaKind kind, long timeNanos, long arrivalNanos) {
        var health = publisher.source().health();
        if (timer == null && !health.closed()) {
            timer = publisher.loop().scheduleAtFixedRate(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
        }
        health.placed(kind, timeNanos, arrivalNanos);
    }

    void jumped(long nowNanos) {
        publisher.source().health().jumped(nowNanos);
    }

    private void look() {
        long now = clock.nanos();
        publisher.source().health().check(now, clock.wallMillis(), unasked(now));
        publisher.listen(now);
    }

    /** Those whose viewers depend on the key frames that come by themselves. */
    private List<GopMeter> unasked(long nowNanos) {
        return publisher.encodings(MediaKind.VIDEO).stream()
                .filter(track -> track.flows(nowNanos) && !track.givesKeyFrames()).map(Track::gop).toList();
    }

    void viewerRefused() {
        var codecs = String.join(", ",
                publisher.tracks().stream().map(track -> track.info().codec().label()).distinct().toList());
        publisher.source().health().viewerRefused(codecs, codecs.contains("H264"), clock.nanos());
    }

    /** The source is gone, or parted with. */
    void stop() {
        publisher.source().health().close();
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}

package dev.sluice.rtmp;

import dev.sluice.rtmp.link.Connection;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Finds a publisher that has fallen silent: bytes must come, and now and then a frame of them. Who trickles bytes or
 * only pings does not hold a place in a room. Uses the connection's one deadline from {@link #start} on. On its loop.
 */
final class IdleWatch {
    /** Longer than any encoder takes to its first picture; kept to within the limit for bytes. */
    static final Duration MEDIA_TIME = Duration.ofSeconds(60);

    private final Connection connection;
    private final Clock clock;
    private final Duration limit;
    private final Consumer<ProtocolException> silent;
    private LongSupplier frames = () -> 0;
    private long lastReadNanos;
    private long lastMediaNanos;
    private long framesSeen;

    IdleWatch(Connection connection, Clock clock, Duration limit, Consumer<ProtocolException> silent) {
        this.connection = connection;
        this.clock = clock;
        this.limit = limit;
        this.silent = silent;
    }

    /** Bytes have come. */
    void read() {
        lastReadNanos = clock.nanos();
    }

    /** @param framesOfPublish how many there have been, from 0 on */
    void start(LongSupplier framesOfPublish) {
        frames = framesOfPublish;
        framesSeen = 0;
        read();
        lastMediaNanos = lastReadNanos;
        check();
    }

    private void check() {
        long count = frames.getAsLong();
        if (count > framesSeen) {
            framesSeen = count;
            lastMediaNanos = lastReadNanos;
        }
        long now = clock.nanos();
        long idleLeft = limit.toNanos() - (now - lastReadNanos);
        long mediaLeft = MEDIA_TIME.toNanos() - (now - lastMediaNanos);
        if (idleLeft <= 0) {
            silent.accept(silence("byte", limit));
        } else if (mediaLeft <= 0) {
            silent.accept(silence("media", MEDIA_TIME));
        } else {
            connection.deadline(Duration.ofNanos(Math.min(idleLeft, mediaLeft)), this::check);
        }
    }

    private static ProtocolException silence(String of, Duration time) {
        return new ProtocolException(StableCode.IDLE_TIMEOUT, "no " + of + " for " + time.toSeconds() + " s");
    }
}

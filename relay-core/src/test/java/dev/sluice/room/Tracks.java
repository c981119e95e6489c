package dev.sluice.room;

import dev.sluice.media.Bytes;
import dev.sluice.media.H264Config;
import dev.sluice.media.TrackInfo;
import dev.sluice.testkit.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.List;

/** Tracks and frames for tests. */
final class Tracks {
    static final H264Config CONFIG = new H264Config(List.of(Bytes.of((byte) 0x67)), List.of(Bytes.of((byte) 0x68)), 66,
            0,
            31, 640, 360, -1);
    static final TrackInfo VIDEO = new TrackInfo("video", 1000, CONFIG);

    private Tracks() {}

    static TrackLimits limits(int gopFrames, int gopBytes, int gopMillis, int queueFrames) {
        return new TrackLimits(new GopCache.Bounds(gopFrames, gopBytes, gopMillis), queueFrames,
                new SimpleMeterRegistry());
    }

    static Track video(EventLoop loop, TrackLimits limits) {
        return new Track(loop, new Timeline(new FakeClock()), VIDEO, limits);
    }

    /** Publishes one frame of 100 bytes at {@code millis}. */
    static void publish(Track track, long millis, boolean key) {
        track.publish(millis, millis, key, millis * 1_000_000,
                PooledByteBufAllocator.DEFAULT.buffer(100).writeZero(100));
    }
}

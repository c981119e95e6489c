package dev.sluice.health;

import dev.sluice.media.MediaKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;

/** A source of 30 pictures and 47 audio frames a second, and how it does; times are in microseconds of the world. */
final class HealthModel {
    private static final long SECOND = 1_000_000;
    private static final long VIDEO_STEP = SECOND / 30;
    private static final long AUDIO_STEP = 21_333;
    private static final long WALL = 1_714_564_800_000L;

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final SourceHealth health = new SourceHealth("room=r user=u session=s", new WarningMeters(metrics));
    final GopMeter gop = new GopMeter();
    /** Tracks that a check-up sees. */
    List<GopMeter> pictures = List.of(gop);
    /** What a clock shows at a moment. */
    LongUnaryOperator videoClock = at -> at;
    LongUnaryOperator audioClock = at -> at;
    /** When a frame that is made at a moment arrives. */
    LongUnaryOperator network = at -> at;
    boolean audio = true;
    boolean video = true;
    private final Random random = new Random(7);
    private long now;
    private long nextVideo;
    private long nextAudio;

    /** Frames come up to this much too early or too late, each by itself. */
    void jitter(long millis) {
        network = at -> at + random.nextLong(-millis * 1000, millis * 1000 + 1);
    }

    /** Frames of so much time come together. */
    void batches(long millis) {
        network = at -> (at / (millis * 1000) + 1) * millis * 1000;
    }

    Health after(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            frames();
            health.check(now * 1000, WALL + now / 1000, pictures);
        }
        return health.latest();
    }

    private void frames() {
        for (; nextVideo < now; nextVideo += VIDEO_STEP) {
            if (video) {
                health.placed(MediaKind.VIDEO, videoClock.applyAsLong(nextVideo) * 1000,
                        network.applyAsLong(nextVideo) * 1000);
            }
        }
        for (; nextAudio < now; nextAudio += AUDIO_STEP) {
            if (audio) {
                health.placed(MediaKind.AUDIO, audioClock.applyAsLong(nextAudio) * 1000,
                        network.applyAsLong(nextAudio) * 1000);
            }
        }
    }

    long nowNanos() {
        return now * 1000;
    }

    double standing(String code) {
        return metrics.get("sluice.publishers.warned").tag("code", code).gauge().value();
    }

    double raised(String code) {
        return metrics.get("sluice.publisher.warnings").tag("code", code).counter().count();
    }
}

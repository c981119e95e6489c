package dev.sluice.room;

import dev.sluice.media.MediaKind;
import dev.sluice.media.TrackInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What events told last of a publisher's picture and sound: which runs, and what it is. Several encodings of the picture are
 * one. Lives on the publisher's loop; time is an argument.
 */
final class RunningKinds {
    /** Without a frame for so long it counts as stopped. */
    static final long MAX_SILENCE = TimeUnit.SECONDS.toNanos(5);

    /** One kind. */
    private static final class Run {
        @Nullable
        TrackInfo told;
        boolean running;
        long frameNanos;

        boolean stopped(long nowNanos) {
            return running && nowNanos - frameNanos >= MAX_SILENCE;
        }
    }

    private final Run audio = new Run();
    private final Run video = new Run();
    private boolean resting;

    private Run of(MediaKind kind) {
        return kind == MediaKind.VIDEO ? video : audio;
    }

    /** A track of the kind is this from now on. @return what was told before; null: it did not run */
    @Nullable
    TrackInfo tell(TrackInfo info, long nowNanos) {
        var run = of(info.kind());
        var before = run.running ? run.told : null;
        run.told = info;
        run.running = true;
        run.frameNanos = nowNanos;
        return before;
    }

    /** A frame came. @return whether the kind had stopped */
    boolean returned(MediaKind kind, long nowNanos) {
        var run = of(kind);
        boolean back = !run.running;
        run.running = true;
        run.frameNanos = nowNanos;
        resting = false;
        return back;
    }

    /** Another connection feeds from now on, and has as long as any for its first frames. */
    void renew(long nowNanos) {
        audio.frameNanos = nowNanos;
        video.frameNanos = nowNanos;
        resting = false;
    }

    /** Silence is meant until the next frame. */
    void rest() {
        resting = true;
    }

    /** Those that have stopped since the last look. */
    List<MediaKind> stopped(long nowNanos) {
        if (resting) {
            return List.of();
        }
        var stopped = new ArrayList<MediaKind>(0);
        for (var kind : List.of(MediaKind.VIDEO, MediaKind.AUDIO)) {
            var run = of(kind);
            if (run.stopped(nowNanos)) {
                run.running = false;
                stopped.add(kind);
            }
        }
        return stopped;
    }
}

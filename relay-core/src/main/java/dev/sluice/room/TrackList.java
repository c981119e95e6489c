package dev.sluice.room;

import dev.sluice.media.MediaKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's tracks: video before audio, of encodings the largest first. Changed on the publisher's loop, read anywhere.
 */
final class TrackList {
    /** An encoding without a frame for so long is over if another flows. */
    static final long MAX_SILENCE = TimeUnit.SECONDS.toNanos(5);
    private static final long SWEEP = TimeUnit.SECONDS.toNanos(1);

    private volatile List<Track> all = List.of();
    private long sweptNanos;

    List<Track> all() {
        return all;
    }

    void add(Track track) {
        var more = new ArrayList<>(all);
        more.add(track);
        rank(more);
    }

    /** A picture's size has changed. */
    void rank() {
        rank(new ArrayList<>(all));
    }

    private void rank(List<Track> tracks) {
        tracks.sort(Comparator.comparing((Track track) -> track.info().kind() != MediaKind.VIDEO)
                .thenComparing(track -> track.info().pixels(), Comparator.reverseOrder()));
        all = List.copyOf(tracks);
    }

    @Nullable
    Track find(String id) {
        for (Track track : all) {
            if (track.info().id().equals(id)) {
                return track;
            }
        }
        return null;
    }

    /** The best that flows; where none does, the best. */
    @Nullable
    Track find(MediaKind kind, long nowNanos) {
        Track best = null;
        for (Track track : all) {
            if (track.info().kind() == kind) {
                if (track.flows(nowNanos)) {
                    return track;
                }
                best = best == null ? track : best;
            }
        }
        return best;
    }

    /** The best first. */
    List<Track> of(MediaKind kind) {
        return all.stream().filter(track -> track.info().kind() == kind).toList();
    }

    /**
     * Takes out the encodings that have stopped while another flows, such as those of a source that was taken over from;
     * looks once a second.
     *
     * @param flowing has a frame now
     */
    List<Track> sweep(Track flowing, long nowNanos) {
        if (nowNanos - sweptNanos < SWEEP) {
            return List.of();
        }
        sweptNanos = nowNanos;
        var kind = flowing.info().kind();
        var silent = all.stream().filter(track -> track.info().kind() == kind && !track.equals(flowing)
                && track.silent(nowNanos, MAX_SILENCE)).toList();
        if (!silent.isEmpty()) {
            all = all.stream().filter(track -> !silent.contains(track)).toList();
        }
        return silent;
    }
}

package dev.sluice.room;

import dev.sluice.runtime.StableCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Those that hear of a publisher's tracks; what one of them throws reaches nobody else. Lives on the publisher's loop. */
final class Watchers {
    private final List<Publisher.Watcher> all = new ArrayList<>();
    private @Nullable StableCode ended;

    /** Hears of the tracks there are, or of the end if that was before. */
    void add(Publisher.Watcher watcher, List<Track> tracks) {
        if (ended != null) {
            end(watcher, ended);
            return;
        }
        all.add(watcher);
        tracks.forEach(track -> start(watcher, track));
    }

    void remove(Publisher.Watcher watcher) {
        all.remove(watcher);
    }

    /** A track has come. */
    void track(Track track) {
        List.copyOf(all).forEach(watcher -> start(watcher, track));
    }

    /** The last call. */
    void end(StableCode reason) {
        ended = reason;
        List.copyOf(all).forEach(watcher -> end(watcher, reason));
        all.clear();
    }

    private static void start(Publisher.Watcher watcher, Track track) {
        Guard.call("a watcher of a publisher", () -> watcher.onTrack(track));
    }

    private static void end(Publisher.Watcher watcher, StableCode reason) {
        Guard.call("a watcher of a publisher", () -> watcher.onPublisherEnd(reason));
    }
}

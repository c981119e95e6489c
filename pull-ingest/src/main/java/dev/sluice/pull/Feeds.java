package dev.sluice.pull;

import dev.sluice.ingest.Publication;
import dev.sluice.pull.source.SourceEnd;
import dev.sluice.pull.source.Sources;
import dev.sluice.runtime.Clock;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The sources that a task has open: one, and while another URL's opens, the one before, which plays until the new one has media.
 * Lives on the task's loop.
 */
final class Feeds implements Feed.Owner {
    /** Hears of the newest alone. Called on the loop. */
    interface Owner {
        /** The room accepted its media. */
        void begun();

        /** Not where it was shut. */
        void over(SourceEnd how);
    }

    private final Sources sources;
    private final EventLoop loop;
    private final Clock clock;
    private final Owner owner;
    /** The one that opens, or plays what was opened last. */
    private @Nullable Feed newest;
    /** The one whose frames pass. */
    private @Nullable Feed playing;
    private long frames;

    Feeds(Sources sources, EventLoop loop, Clock clock, Owner owner) {
        this.sources = sources;
        this.loop = loop;
        this.clock = clock;
        this.owner = owner;
    }

    /** In the place of the one that opens; behind the one that plays. */
    void open(Publication publication, String url) {
        if (newest != playing) {
            close(newest);
        }
        var feed = new Feed(publication, loop, clock, this);
        newest = feed;
        feed.open(sources, url);
    }

    /** Whether the newest is open. */
    boolean open() {
        return newest != null;
    }

    /** Passed by all that are closed. */
    long frames() {
        return frames;
    }

    void shut() {
        close(newest);
        close(playing);
        newest = null;
        playing = null;
    }

    private void close(@Nullable Feed feed) {
        if (feed != null && feed.close()) {
            frames += feed.frames();
        }
    }

    @Override
    public void first(Feed feed) {
        if (playing != feed) {
            close(playing);
        }
        playing = feed;
    }

    @Override
    public void begun(Feed feed) {
        if (feed == newest) {
            owner.begun();
        }
    }

    @Override
    public void over(Feed feed, SourceEnd how) {
        frames += feed.frames();
        playing = playing == feed ? null : playing;
        if (feed == newest) { // of another, the one that is to follow decides
            newest = null;
            owner.over(how);
        }
    }
}

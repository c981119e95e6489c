package dev.sluice.pull;

import dev.sluice.ingest.Publication;
import dev.sluice.media.AudioConfig;
import dev.sluice.media.VideoConfig;
import dev.sluice.pull.source.Source;
import dev.sluice.pull.source.SourceEnd;
import dev.sluice.pull.source.Sources;
import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a source: passes its frames into the room from its first on, which is a key frame where it is a picture, and
 * breaks it where no media come. Lives on the task's loop; takes payloads.
 */
final class Feed implements FrameSink {
    /** A source without media for so long has stalled. */
    static final long MAX_SILENCE = TimeUnit.SECONDS.toNanos(10);
    /** How long picture waits for sound, or sound for picture, before the source counts as begun. */
    private static final long OTHER_KIND = TimeUnit.MILLISECONDS.toNanos(500);

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    /** Whose source it is. Called on the loop. */
    interface Owner {
        /** The first frame is about to pass: no other feed may from now on. */
        void first(Feed feed);

        /** The room accepted its media. */
        void begun(Feed feed);

        /** Not once it was closed. */
        void over(Feed feed, SourceEnd how);
    }

    private final Publication publication;
    private final FrameSink room;
    private final EventLoop loop;
    private final Clock clock;
    private final Owner owner;
    private final Map<String, VideoConfig> videos = new LinkedHashMap<>(1);
    private final Set<String> keyed = new HashSet<>(1);
    private @Nullable AudioConfig audio;
    private @Nullable Source source;
    private @Nullable ScheduledFuture<?> watch;
    private long firstNanos;
    private long latestNanos;
    private long frames;
    private boolean pictured;
    private boolean sounded;
    private boolean begun;
    private boolean closed;

    Feed(Publication publication, EventLoop loop, Clock clock, Owner owner) {
        this.publication = publication;
        this.room = FrameSink.of(publication);
        this.loop = loop;
        this.clock = clock;
        this.owner = owner;
    }

    void open(Sources sources, String url) {
        latestNanos = clock.nanos();
        watch(MAX_SILENCE);
        try {
            var opened = sources.open(url, loop, this, this::over);
            source = opened;
            if (closed) {
                opened.close();
            }
        } catch (RuntimeException failed) {
            LOG.error("a source could not be opened", failed);
            over(new SourceEnd.Broken(StableCode.INTERNAL.name(), "the relay failed, see its log"));
        }
    }

    /** Passed so far. */
    long frames() {
        return frames;
    }

    @Override
    public void video(String encoding, VideoConfig config) {
        if (!closed) {
            videos.put(encoding, config);
            if (frames > 0) {
                room.video(encoding, config);
            }
        }
    }

    @Override
    public void audio(AudioConfig config) {
        if (!closed) {
            audio = config;
            if (frames > 0) {
                room.audio(config);
            }
        }
    }

    @Override
    public void writeVideo(String encoding, long ptsMillis, long dtsMillis, boolean keyFrame, ByteBuf payload) {
        if (keyFrame) {
            keyed.add(encoding);
        }
        if (closed || !keyed.contains(encoding)) {
            payload.release();
            return;
        }
        pass();
        room.writeVideo(encoding, ptsMillis, dtsMillis, keyFrame, payload);
        pictured = true;
        judgeBegin();
    }

    @Override
    public void writeAudio(long ptsMillis, ByteBuf payload) {
        if (closed) {
            payload.release();
            return;
        }
        pass();
        room.writeAudio(ptsMillis, payload);
        sounded = true;
        judgeBegin();
    }

    private void pass() {
        latestNanos = clock.nanos();
        if (frames++ == 0) {
            firstNanos = latestNanos;
            owner.first(this);
            publication.changeSource();
            videos.forEach(room::video);
            if (audio != null) {
                room.audio(audio);
            }
        }
    }

    /** Picture and sound are told before the start is, where both were announced. */
    private void judgeBegin() {
        if (begun || !publication.entered()) {
            return;
        }
        boolean complete = (videos.isEmpty() || pictured) && (audio == null || sounded);
        if (complete || latestNanos - firstNanos >= OTHER_KIND) {
            begun = true;
            owner.begun(this);
        }
    }

    /** A source never ends its sink. */
    @Override
    public void end(StableCode code, String reason, boolean clean) {}

    private void watch(long nanos) {
        watch = loop.schedule(this::listen, nanos, TimeUnit.NANOSECONDS);
    }

    private void listen() {
        long silence = clock.nanos() - latestNanos;
        if (silence >= MAX_SILENCE) {
            over(new SourceEnd.Broken(StableCode.SOURCE_STALLED.name(),
                    "no media for " + TimeUnit.NANOSECONDS.toSeconds(MAX_SILENCE) + " s"));
        } else {
            watch(MAX_SILENCE - silence);
        }
    }

    private void over(SourceEnd how) {
        if (close()) {
            owner.over(this, how);
        }
    }

    /** @return whether it was open until now */
    boolean close() {
        boolean open = !closed;
        closed = true;
        if (watch != null) {
            watch.cancel(false);
        }
        if (source != null) {
            source.close();
        }
        return open;
    }
}

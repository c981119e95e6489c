package dev.sluice.pull.source;

import dev.sluice.pull.flv.FlvReader;
import dev.sluice.pull.flv.FlvTag;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An FLV body on its way to frames. While a tag is not due nothing is read; what had been read waits here, and so does the
 * end. Its owner is told of one end, and not once it has closed it. Owns the buffers offered. On the loop.
 */
final class FlvFeed {
    private final EventLoop loop;
    private final Clock clock;
    private final FlvReader reader;
    private final Pace pace;
    private final Media media;
    private final Valve valve;
    private final Consumer<SourceEnd> ended;
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();
    private @Nullable Held held;
    private @Nullable Future<?> wake;
    private @Nullable SourceEnd end;
    private boolean closed;

    /** A tag that is not due yet. */
    private record Held(FlvTag tag, long millis) {}

    /** What bytes come through, and who is told of media. */
    interface Valve {
        void reading(boolean wanted);

        void onMedia();
    }

    FlvFeed(EventLoop loop, Clock clock, FlvReader reader, Pace pace, Media media, Valve valve,
            Consumer<SourceEnd> ended) {
        this.loop = loop;
        this.clock = clock;
        this.reader = reader;
        this.pace = pace;
        this.media = media;
        this.valve = valve;
        this.ended = ended;
    }

    /** Takes some of the body. */
    void offer(ByteBuf bytes) {
        if (closed) {
            bytes.release();
            return;
        }
        waiting.add(bytes);
        run();
    }

    /** Nothing more will come. */
    void end(SourceEnd reason) {
        if (end == null) {
            end = reason;
            run();
        }
    }

    private void run() {
        if (closed || wake != null) {
            return;
        }
        try {
            if (passAllDue()) {
                valve.reading(true);
                finishIfOver();
            }
        } catch (ProtocolException refused) {
            finish(Broken.of(refused));
        }
    }

    /** Whether nothing is held back. */
    private boolean passAllDue() {
        for (var tag = next(); tag != null; tag = next()) {
            long millis = tag.media() ? media.unwrap(tag.timestamp()) : 0;
            long wait = tag.media() ? pace.nanosUntil(millis, clock.nanos()) : 0;
            if (wait > 0) {
                hold(new Held(tag, millis), wait);
                return false;
            }
            pass(tag, millis);
        }
        return !closed;
    }

    private @Nullable FlvTag next() {
        for (var bytes = waiting.peek(); bytes != null; bytes = waiting.peek()) {
            var tag = reader.read(bytes);
            if (tag != null) {
                return tag;
            }
            waiting.remove().release();
        }
        return null;
    }

    private void hold(Held tag, long nanos) {
        valve.reading(false);
        held = tag;
        wake = loop.schedule(this::wake, nanos, TimeUnit.NANOSECONDS);
    }

    private void wake() {
        var due = held;
        held = null;
        wake = null;
        if (due != null) {
            try {
                pass(due.tag, due.millis);
            } catch (ProtocolException refused) {
                finish(Broken.of(refused));
            }
            run();
        }
    }

    private void pass(FlvTag tag, long millis) {
        try {
            switch (tag.kind()) {
                case AUDIO -> media.audio(millis, tag.body());
                case VIDEO -> media.video(millis, tag.body());
                case SCRIPT -> {
                }
            }
        } finally {
            tag.body().release();
        }
        if (tag.media()) {
            valve.onMedia();
        }
    }

    private void finishIfOver() {
        if (end != null) {
            finish(end instanceof SourceEnd.Ended && !reader.begun()
                    ? Broken.of(StableCode.SOURCE_FORMAT, "stream: found its end, expected FLV")
                    : end);
        }
    }

    private void finish(SourceEnd reason) {
        if (!closed) {
            close();
            ended.accept(reason);
        }
    }

    /** Idempotent. */
    void close() {
        closed = true;
        if (wake != null) {
            wake.cancel(false);
        }
        if (held != null) {
            held.tag.body().release();
            held = null;
        }
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        reader.close();
    }
}

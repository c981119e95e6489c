package dev.sluice.ingest;

import dev.sluice.runtime.ProtocolException;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection that only remembers why it was closed, and which key frames were asked of it. */
final class TestSession implements IngestSession {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String id = "session-" + NEXT.incrementAndGet();
    private final EventLoop loop;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile @Nullable ProtocolException closed;

    TestSession(EventLoop loop) {
        this.loop = loop;
    }

    List<String> asked() {
        return asked;
    }

    boolean open() {
        return closed == null;
    }

    ProtocolException closed() {
        return Objects.requireNonNull(closed);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void requestKeyFrame(String trackId) {
        asked.add(trackId);
    }

    @Override
    public void close(ProtocolException reason) {
        closed = reason;
    }
}

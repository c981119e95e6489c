package dev.sluice.ingest;

import dev.sluice.runtime.ProtocolException;
import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection that only remembers why it was closed. */
final class TestSession implements IngestSession {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String id = "session-" + NEXT.incrementAndGet();
    private final EventLoop loop;
    private volatile @Nullable ProtocolException closed;

    TestSession(EventLoop loop) {
        this.loop = loop;
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
    public void close(ProtocolException reason) {
        closed = reason;
    }
}

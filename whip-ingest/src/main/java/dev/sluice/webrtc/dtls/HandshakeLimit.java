package dev.sluice.webrtc.dtls;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many handshakes run at once in the process ({@code limits.handshakesHalfOpen}), and how they ended. Thread-safe. */
public final class HandshakeLimit {
    private final int limit;
    private final AtomicInteger running = new AtomicInteger();
    private final LongAdder established = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();

    public HandshakeLimit(int limit) {
        this.limit = limit;
    }

    boolean enter() {
        if (running.incrementAndGet() <= limit) {
            return true;
        }
        running.decrementAndGet();
        refused.increment();
        return false;
    }

    void leave(boolean success) {
        running.decrementAndGet();
        (success ? established : failed).increment();
    }

    public int running() {
        return running.get();
    }

    public long established() {
        return established.sum();
    }

    public long failed() {
        return failed.sum();
    }

    public long refused() {
        return refused.sum();
    }
}

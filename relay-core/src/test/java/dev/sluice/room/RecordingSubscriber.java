package dev.sluice.room;

import dev.sluice.media.EncodedFrame;
import dev.sluice.runtime.StableCode;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Writes down the sequence numbers it sees. */
final class RecordingSubscriber implements Subscriber {
    final List<Long> cached = new ArrayList<>();
    final List<Long> frames = new CopyOnWriteArrayList<>();
    final AtomicInteger served = new AtomicInteger();
    volatile @Nullable StableCode ended;
    private volatile @Nullable FanOut fanOut;
    Runnable onEachFrame = () -> {};
    private final EventLoop loop;

    RecordingSubscriber(EventLoop loop) {
        this.loop = loop;
    }

    FanOut fanOut() {
        return Objects.requireNonNull(fanOut);
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void onJoin(FanOut joined, List<EncodedFrame> gop) {
        fanOut = joined;
        gop.forEach(frame -> cached.add(frame.sequence()));
    }

    @Override
    public void onFrame(EncodedFrame frame) {
        frames.add(frame.sequence());
        onEachFrame.run();
    }

    @Override
    public void onServed() {
        served.incrementAndGet();
    }

    @Override
    public void onEnd(StableCode reason) {
        ended = reason;
    }
}

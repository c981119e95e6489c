package dev.sluice.ingest;

import dev.sluice.media.EncodedFrame;
import dev.sluice.room.FanOut;
import dev.sluice.room.Subscriber;
import dev.sluice.runtime.StableCode;
import io.netty.channel.EventLoop;
import java.util.List;

/** Writes down when the live frames of a track are to be shown. */
record TimesOf(EventLoop loop, List<Long> times) implements Subscriber {
    @Override
    public void onJoin(FanOut fanOut, List<EncodedFrame> cached) {}

    @Override
    public void onFrame(EncodedFrame frame) {
        times.add(frame.pts());
    }

    @Override
    public void onServed() {}

    @Override
    public void onEnd(StableCode reason) {}
}

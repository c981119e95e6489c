package dev.sluice.pull.testkit;

import dev.sluice.media.AudioConfig;
import dev.sluice.media.VideoConfig;
import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writes down the frames it is given, one line each. */
public final class CountingSink implements FrameSink {
    public final List<String> frames = Collections.synchronizedList(new ArrayList<>());
    public final CompletableFuture<Void> playing = new CompletableFuture<>();

    @Override
    public void video(String encoding, VideoConfig config) {
        frames.add(config.codec() + " " + config.width() + "x" + config.height());
    }

    @Override
    public void audio(AudioConfig config) {
        frames.add(config.codec().toString());
    }

    @Override
    public void writeVideo(String encoding, long ptsMillis, long dtsMillis, boolean keyFrame, ByteBuf payload) {
        frames.add((keyFrame ? "key " : "video ") + ptsMillis);
        payload.release();
        playing.complete(null);
    }

    @Override
    public void writeAudio(long ptsMillis, ByteBuf payload) {
        frames.add("audio " + ptsMillis);
        payload.release();
    }

    @Override
    public void end(StableCode code, String reason, boolean clean) {
        throw new AssertionError("a source ended its sink");
    }
}

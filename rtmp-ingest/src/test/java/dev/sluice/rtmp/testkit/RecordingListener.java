package dev.sluice.rtmp.testkit;

import dev.sluice.rtmp.client.ClientEnd;
import dev.sluice.rtmp.client.PlayListener;
import dev.sluice.rtmp.client.PublishListener;
import dev.sluice.rtmp.codec.RtmpMessage;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;

/** Writes down what it hears, one line each. Its lines may be read from any thread once something is complete. */
public final class RecordingListener implements PlayListener, PublishListener {
    private static final int MAX_SHOWN = 32;
    private static final int BEGINNING = 8;

    public final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    public final CompletableFuture<Void> started = new CompletableFuture<>();
    public final CompletableFuture<ClientEnd> end = new CompletableFuture<>();
    /** Called after each message. */
    public Runnable afterMedia = () -> {};

    /** Completes with the message that makes so many lines. To be called before they come. */
    public CompletableFuture<Void> reaches(int count) {
        var reached = new CompletableFuture<Void>();
        afterMedia = () -> {
            if (lines.size() >= count) {
                reached.complete(null);
            }
        };
        return reached;
    }

    /** As its lines show a body: whole if it is short, else its beginning, length and checksum. */
    public static String body(ByteBuf body) {
        if (body.readableBytes() <= MAX_SHOWN) {
            return Hex.of(body);
        }
        var checksum = new CRC32();
        checksum.update(body.nioBuffer());
        return "%s... %d bytes %08x".formatted(Hex.of(body.slice(body.readerIndex(), BEGINNING)), body.readableBytes(),
                checksum.getValue());
    }

    @Override
    public void onPlaying() {
        lines.add("playing");
        started.complete(null);
    }

    @Override
    public void onPublishing() {
        lines.add("publishing");
        started.complete(null);
    }

    @Override
    public void onAudio(RtmpMessage.Audio audio) {
        lines.add("audio " + audio.timestamp() + " " + body(audio.body()));
        afterMedia.run();
    }

    @Override
    public void onVideo(RtmpMessage.Video video) {
        lines.add("video " + video.timestamp() + " " + body(video.body()));
        afterMedia.run();
    }

    @Override
    public void onData(RtmpMessage.Data data) {
        lines.add("data " + data.values().getFirst().text("?"));
        afterMedia.run();
    }

    @Override
    public void onWritable(boolean writable) {
        lines.add("writable " + writable);
    }

    @Override
    public void onEnd(ClientEnd reason) {
        lines.add(reason.toString());
        if (!end.complete(reason)) {
            throw new IllegalStateException("a second end");
        }
        started.cancel(false);
    }
}

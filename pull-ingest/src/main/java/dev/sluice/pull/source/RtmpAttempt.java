package dev.sluice.pull.source;

import dev.sluice.rtmp.client.ClientEnd;
import dev.sluice.rtmp.client.PlayListener;
import dev.sluice.rtmp.client.Playing;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One play of an RTMP stream. Its server says when it is over. On the loop. */
final class RtmpAttempt implements Attempt, PlayListener {
    private final SourceLimits limits;
    private final StallWatch watch;
    private final Media media;
    private final String stream;
    private final Outcome outcome;
    private boolean started;
    private @Nullable Playing playing;
    private boolean over;

    /**
     * @param watches makes a watch over this attempt's media
     * @param stream that is asked for
     */
    RtmpAttempt(SourceLimits limits, Function<Runnable, StallWatch> watches, Media media, String stream,
            Outcome outcome) {
        this.limits = limits;
        this.watch = watches.apply(() -> end(Broken.stalled("media", limits.stallTime())));
        this.media = media;
        this.stream = stream;
        this.outcome = outcome;
    }

    /** The play that this listens to. */
    RtmpAttempt on(Playing play) {
        playing = play;
        return this;
    }

    @Override
    public void onPlaying() {
        started = true;
        if (!over) {
            watch.start();
        }
    }

    @Override
    public void onAudio(RtmpMessage.Audio audio) {
        pass(audio.timestamp(), audio.body(), media::audio);
    }

    @Override
    public void onVideo(RtmpMessage.Video video) {
        pass(video.timestamp(), video.body(), media::video);
    }

    private interface Translation {
        void of(long millis, ByteBuf body);
    }

    private void pass(long timestamp, ByteBuf body, Translation translation) {
        if (over) {
            return;
        }
        watch.touch();
        try {
            translation.of(media.unwrap(timestamp), body);
        } catch (ProtocolException refused) {
            end(Broken.of(refused));
        }
    }

    @Override
    public void onData(RtmpMessage.Data data) {
        // says nothing that the tags do not say better
    }

    @Override
    public void onEnd(ClientEnd end) {
        if (over) {
            return;
        }
        switch (end) {
            case ClientEnd.Ended _ -> end(new SourceEnd.Ended());
            case ClientEnd.Closed _ -> close();
            case ClientEnd.Refused(_, _, var redirect) when !redirect.isEmpty() -> {
                close();
                outcome.onMoved(whole(redirect));
            }
            case ClientEnd.Refused(var code, var description, _) ->
                end(unreachable("the server refused: " + code + " " + description));
            case ClientEnd.Unreachable _ -> unreached();
            case ClientEnd.TimedOut(var step) when step == ClientEnd.Step.CONNECT -> unreached();
            case ClientEnd.TimedOut(var step) when step == ClientEnd.Step.IDLE ->
                end(Broken.stalled("media", limits.stallTime()));
            case ClientEnd.TimedOut _ -> end(Broken.stalled("answer", limits.answerTime()));
            case ClientEnd.Untrusted(var reason) -> end(unreachable("TLS: " + reason));
            case ClientEnd.Lost() -> end(started ? Broken.closed() : Broken.unanswered());
            case ClientEnd.Violated(var reason) -> end(Broken.of(reason));
        }
    }

    /** The book has a server and application there, SRS the stream, too. */
    private String whole(String redirect) {
        return redirect.endsWith("/" + stream) ? redirect : redirect.replaceFirst("/?$", "/") + stream;
    }

    private void unreached() {
        close();
        outcome.onUnreachable(unreachable("no connection"));
    }

    private static SourceEnd unreachable(String reason) {
        return Broken.of(StableCode.SOURCE_UNREACHABLE, reason);
    }

    private void end(SourceEnd reason) {
        if (!over) {
            close();
            outcome.onEnd(reason);
        }
    }

    @Override
    public void close() {
        over = true;
        watch.stop();
        if (playing != null) {
            playing.close();
        }
    }
}

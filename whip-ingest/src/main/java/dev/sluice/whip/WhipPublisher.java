package dev.sluice.whip;

import dev.sluice.ingest.IngestSession;
import dev.sluice.media.TrackInfo;
import dev.sluice.room.Reception;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.PeerTransport;
import dev.sluice.webrtc.rtp.receive.StreamStats;
import dev.sluice.webrtc.sdp.ReceivedMedia;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One WHIP connection: feeds a publication with what it receives over one transport. What may be called from any thread
 * hops to the transport's loop, where everything else lives.
 */
public final class WhipPublisher implements IngestSession, PeerTransport.Listener {
    private final String id;
    private final EventLoop loop;
    private final WhipContext context;
    private final AtomicReference<@Nullable Goodbye> closing = new AtomicReference<>();
    private volatile @Nullable PublishSession session;
    private volatile @Nullable PublisherMedia media;
    private boolean connected;
    private boolean ended;

    /** @param clean whether the place in the room is given up; otherwise it is kept for the grace time */
    private record Goodbye(ProtocolException reason, boolean clean) {}

    /**
     * @param id unique in the process and unguessable
     * @param loop of the transport that it will have
     */
    public WhipPublisher(String id, EventLoop loop, WhipContext context) {
        this.id = id;
        this.loop = loop;
        this.context = context;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    /** It was let in and has a transport, whose events it is to hear. Once, from any thread. */
    public void start(PublishSession given) {
        session = given;
        loop.execute(() -> {
            media = new PublisherMedia(context, given, loop);
            receiveIfConnected();
            endIfClosing();
        });
    }

    @Override
    public void onConnected() {
        connected = true;
        receiveIfConnected();
    }

    private void receiveIfConnected() {
        var receiving = media;
        if (connected && receiving != null && !ended) {
            receiving.start();
        }
    }

    @Override
    public void onRtp(ByteBuf packet) {
        var receiving = media;
        if (receiving != null && !ended) {
            receiving.onRtp(packet);
        }
    }

    @Override
    public void onRtcp(ByteBuf packet) {
        var receiving = media;
        if (receiving != null && !ended) {
            receiving.onRtcp(packet);
        }
    }

    @Override
    public boolean givesKeyFrames() {
        var given = session;
        return given != null && given.media().stream().anyMatch(ReceivedMedia::givesKeyFrames);
    }

    @Override
    public void requestKeyFrame(String trackId) {
        var receiving = media;
        if (receiving != null && !ended) {
            receiving.requestKeyFrame(trackId);
        }
    }

    /** The peer said goodbye (DELETE): no grace. From any thread; idempotent; the first reason stands. */
    public void leave(ProtocolException reason) {
        part(new Goodbye(reason, true));
    }

    /** The peer went without a goodbye: its place is kept for the grace time. Likewise. */
    public void lose(ProtocolException reason) {
        part(new Goodbye(reason, false));
    }

    @Override
    public void close(ProtocolException reason) {
        part(new Goodbye(reason, true));
    }

    /** The transport ended: only a DELETE says that the publisher will not come back. */
    @Override
    public void onClosed(StableCode code, String reason) {
        closing.compareAndSet(null, new Goodbye(new ProtocolException(code, reason), code == StableCode.DRAINING));
        endIfClosing();
    }

    private void part(Goodbye goodbye) {
        closing.compareAndSet(null, goodbye);
        if (session != null) {
            // Never at once: whoever calls may be in the middle of a frame of ours.
            loop.execute(this::endIfClosing);
        }
    }

    private void endIfClosing() {
        var goodbye = closing.get();
        var given = session;
        if (goodbye == null || given == null || ended) {
            return;
        }
        ended = true;
        try {
            var receiving = media;
            if (receiving != null) {
                receiving.close();
            }
        } finally {
            end(given, goodbye);
        }
    }

    private void end(PublishSession given, Goodbye goodbye) {
        var code = goodbye.reason().code();
        var reason = String.valueOf(goodbye.reason().getMessage());
        given.publication().end(code, reason, goodbye.clean());
        given.ending().onEnded(this, code, reason);
    }

    /** How its streams fare; empty before there are any. Safe anywhere. */
    public List<StreamStats> stats() {
        var receiving = media;
        return receiving == null ? List.of() : receiving.stats();
    }

    @Override
    public Map<String, Reception> reception() {
        return stats().stream().collect(
                Collectors.toMap(stream -> TrackInfo.id(stream.kind(), stream.rid()), WhipPublisher::reception));
    }

    private static Reception reception(StreamStats stream) {
        double jitter = Math.round(stream.jitterMillis() * 100) / 100.0;
        return new Reception(stream.packets(), stream.lost(), stream.recovered(), stream.nacked(), jitter,
                stream.keyFrameRequests(), stream.framesDropped());
    }
}

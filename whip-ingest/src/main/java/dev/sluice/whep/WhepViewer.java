package dev.sluice.whep;

import dev.sluice.media.MediaKind;
import dev.sluice.room.Publisher;
import dev.sluice.room.Track;
import dev.sluice.room.Viewer;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.PeerTransport;
import dev.sluice.webrtc.rtp.SenderStats;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One WHEP connection: watches one publisher, whose media flow over one transport from the moment that is connected. What may be called
 * from any thread hops to the transport's loop, where everything else lives.
 */
public final class WhepViewer implements Viewer, PeerTransport.Listener, Publisher.Watcher {
    private final String id;
    private final String userId;
    private final ViewerContext context;
    private final AtomicReference<@Nullable ProtocolException> closing = new AtomicReference<>();
    private volatile @Nullable ViewerSession session;
    private volatile @Nullable ViewerMedia media;
    private boolean connected;
    private boolean ended;

    /**
     * @param id unique in the process and unguessable
     * @param userId who watches, verified
     */
    public WhepViewer(String id, String userId, ViewerContext context) {
        this.id = id;
        this.userId = userId;
        this.context = context;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String userId() {
        return userId;
    }

    /** It was let in and has a transport, whose events it is to hear. Once, from any thread. */
    public void start(ViewerSession given) {
        session = given;
        given.loop().execute(() -> {
            if (!endIfClosing()) {
                var sending = new ViewerMedia(context, given, this::end);
                media = sending;
                given.publisher().watch(this);
                startIfConnected(sending);
            }
        });
    }

    private boolean endIfClosing() {
        var reason = closing.get();
        if (reason != null) {
            end(reason);
        }
        return reason != null;
    }

    @Override
    public void onConnected() {
        connected = true;
        var sending = media;
        if (sending != null) {
            startIfConnected(sending);
        }
    }

    private void startIfConnected(ViewerMedia sending) {
        if (connected && !ended) {
            sending.start();
        }
    }

    /** On the publisher's loop. */
    @Override
    public void onTrack(Track track) {
        var given = session;
        var sending = media;
        if (given != null && sending != null && sending.wants(track.info().kind())) {
            var playable = track.info().kind() == MediaKind.AUDIO ? context.opus().apply(track) : track;
            if (given.loop().inEventLoop()) {
                sending.onTrack(playable);
            } else {
                given.loop().execute(() -> sending.onTrack(playable));
            }
        }
    }

    /** On the publisher's loop. */
    @Override
    public void onPublisherEnd(StableCode reason) {
        close(new ProtocolException(reason, "the anchor has left"));
    }

    /** A viewer of ours sends no media; what a browser sends on a sendrecv section is not looked at. */
    @Override
    public void onRtp(ByteBuf packet) {}

    @Override
    public void onRtcp(ByteBuf packet) {
        var sending = media;
        if (sending != null && !ended) {
            sending.onRtcp(packet);
        }
    }

    /** The transport ended. */
    @Override
    public void onClosed(StableCode code, String reason) {
        closing.compareAndSet(null, new ProtocolException(code, reason));
        endIfClosing();
    }

    /** Parts with the viewer; the first reason stands. From any thread; idempotent. */
    @Override
    public void close(ProtocolException reason) {
        closing.compareAndSet(null, reason);
        var given = session;
        if (given != null) {
            // Never at once: whoever calls may be walking a list that the viewer takes itself from.
            given.loop().execute(this::endIfClosing);
        }
    }

    private void end(ProtocolException reason) {
        var given = session;
        if (ended || given == null) {
            return;
        }
        ended = true;
        given.publisher().unwatch(this);
        var sending = media;
        if (sending != null) {
            sending.close();
        }
        given.ending().onEnded(this, reason.code(), String.valueOf(reason.getMessage()));
    }

    /** Where it lives, once it was started. Safe anywhere. */
    public @Nullable EventLoop loop() {
        var given = session;
        return given == null ? null : given.loop();
    }

    /** How its streams fare, one for each kind it asked for; empty before it was started. Safe anywhere. */
    public List<SenderStats> stats() {
        var sending = media;
        return sending == null ? List.of() : sending.stats();
    }

    /** What it is shown. Safe anywhere. */
    public VideoState video() {
        var sending = media;
        return sending == null ? VideoState.NONE : sending.video();
    }

    /** What it receives. Safe anywhere. */
    public boolean wants(MediaKind kind) {
        var sending = media;
        return sending != null && sending.wants(kind);
    }
}

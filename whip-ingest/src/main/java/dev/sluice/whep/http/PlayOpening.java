package dev.sluice.whep.http;

import dev.sluice.ingest.Watch;
import dev.sluice.ingest.WatchRequest;
import dev.sluice.media.MediaKind;
import dev.sluice.room.Publisher;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.WebRtcServer;
import dev.sluice.webrtc.http.IceSession;
import dev.sluice.webrtc.http.Sessions;
import dev.sluice.webrtc.http.TransportSink;
import dev.sluice.webrtc.rtp.SenderStats;
import dev.sluice.webrtc.sdp.AnswerTransport;
import dev.sluice.webrtc.sdp.AnswerWriter;
import dev.sluice.webrtc.sdp.Offer;
import dev.sluice.webrtc.sdp.PlayNegotiation;
import dev.sluice.whep.ViewerContext;
import dev.sluice.whep.ViewerSession;
import dev.sluice.whep.WhepViewer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a viewer that was let in into a session: codecs, transport, media; and parts with all of them when it ends, once.
 * {@code open} runs on the request's context, the end on the transport's loop.
 */
final class PlayOpening {
    private static final Logger LOG = LoggerFactory.getLogger(PlayOpening.class);

    private final WebRtcServer server;
    private final ViewerContext context;
    private final Sessions<PlaySession> sessions;
    private final Clock clock;

    /** A session, and the answer that tells the viewer of it. */
    record Opened(Sessions.Entry<PlaySession> entry, String answer) {}

    PlayOpening(WebRtcServer server, ViewerContext context, Sessions<PlaySession> sessions) {
        this.server = server;
        this.context = context;
        this.sessions = sessions;
        this.clock = context.clock();
    }

    /** For a place in the room. */
    WhepViewer viewer(String userId) {
        return new WhepViewer(sessions.newId(), userId, context);
    }

    /**
     * Which codecs it will be, before the viewer enters the room.
     *
     * @throws ProtocolException CODEC_UNSUPPORTED
     */
    PlayNegotiation negotiate(Publisher anchor, Offer offer) {
        var present = Stream.of(MediaKind.values()).map(anchor::find).filter(Objects::nonNull)
                .map(track -> track.info().config()).toList();
        try {
            return PlayNegotiation.of(offer, present, context.random());
        } catch (ProtocolException refused) {
            if (refused.code() == StableCode.CODEC_UNSUPPORTED) {
                anchor.viewerRefused();
            }
            throw refused;
        }
    }

    /**
     * The viewer is in the room. If it is refused yet, it has left again.
     *
     * @throws ProtocolException DRAINING
     */
    Opened open(WatchRequest request, Watch watch, WhepViewer viewer, PlayNegotiation negotiation) {
        try {
            return start(request, watch, viewer, negotiation);
        } catch (RuntimeException refused) {
            watch.room().leave(viewer, code(refused));
            throw refused;
        }
    }

    private static StableCode code(RuntimeException refused) {
        return refused instanceof ProtocolException told ? told.code() : StableCode.INTERNAL;
    }

    private Opened start(WatchRequest request, Watch watch, WhepViewer viewer, PlayNegotiation negotiation) {
        var transport = server.open(negotiation.offer().remote(), viewer);
        var answer = AnswerWriter.write(negotiation, new AnswerTransport(transport.localCredentials(),
                server.identity().fingerprint(), server.candidates()));
        var session = new PlaySession(request.room(), watch.publisher().userId(), request.peer(), clock.wallMillis(),
                viewer);
        long started = clock.nanos();
        var entry = sessions.add(session,
                new IceSession(transport, negotiation, server.candidates(), sessions::newTag));
        LOG.info("whep {} opened: room {}, user {}, anchor {}, peer {}, {}", session.id(), session.room(),
                session.userId(), session.anchor(), session.peer(), media(negotiation));
        viewer.start(new ViewerSession(transport.loop(), new TransportSink(transport), watch.publisher(),
                negotiation.media(), (ended, code, reason) -> {
                    sessions.remove(entry, code, reason);
                    transport.close();
                    watch.room().leave(ended, code);
                    closed(session, code, reason, clock.nanos() - started);
                }));
        return new Opened(entry, answer);
    }

    private static String media(PlayNegotiation negotiation) {
        return negotiation.media().stream().flatMap(media -> media.codecs().stream())
                .map(codec -> codec.codec().label() + " as " + codec.payloadType())
                .collect(Collectors.joining(", "));
    }

    private static void closed(PlaySession session, StableCode code, String reason, long nanos) {
        var stats = session.stats();
        LOG.info("whep {} closed: {}, {}; {} ms, {} packets, {} bytes, {} resent", session.id(), code, reason,
                TimeUnit.NANOSECONDS.toMillis(nanos), stats.stream().mapToLong(SenderStats::packets).sum(),
                stats.stream().mapToLong(SenderStats::bytes).sum(),
                stats.stream().mapToLong(SenderStats::resent).sum());
    }
}

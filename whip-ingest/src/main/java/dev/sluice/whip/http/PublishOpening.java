package dev.sluice.whip.http;

import dev.sluice.health.Warning;
import dev.sluice.ingest.Publication;
import dev.sluice.ingest.PublishRequest;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.WebRtcServer;
import dev.sluice.webrtc.http.IceSession;
import dev.sluice.webrtc.http.Sessions;
import dev.sluice.webrtc.http.TransportSink;
import dev.sluice.webrtc.rtp.receive.StreamStats;
import dev.sluice.webrtc.sdp.AnswerTransport;
import dev.sluice.webrtc.sdp.AnswerWriter;
import dev.sluice.webrtc.sdp.Offer;
import dev.sluice.webrtc.sdp.PublishNegotiation;
import dev.sluice.whip.PublishSession;
import dev.sluice.whip.WhipContext;
import dev.sluice.whip.WhipPublisher;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a publisher that was let in into a session: transport, answer, media; and parts with all of them when it ends,
 * once. {@code open} runs on the request's context, the end on the transport's loop.
 */
final class PublishOpening {
    private static final Logger LOG = LoggerFactory.getLogger(PublishOpening.class);

    private final WebRtcServer server;
    private final WhipContext context;
    private final Sessions<PublishingSession> sessions;

    /** A session, and the answer that tells the publisher of it. */
    record Opened(Sessions.Entry<PublishingSession> entry, String answer) {}

    PublishOpening(WebRtcServer server, WhipContext context, Sessions<PublishingSession> sessions) {
        this.server = server;
        this.context = context;
        this.sessions = sessions;
    }

    /** @throws ProtocolException CODEC_UNSUPPORTED */
    PublishNegotiation negotiate(Offer offer) {
        return PublishNegotiation.of(offer, context.random());
    }

    /** For a place in the room. */
    WhipPublisher publisher() {
        return new WhipPublisher(sessions.newId(), server.nextLoop(), context);
    }

    /**
     * The publisher has its place. If it is refused yet, it has given it back.
     *
     * @throws ProtocolException DRAINING
     */
    Opened open(PublishRequest request, Publication publication, WhipPublisher publisher,
            PublishNegotiation negotiation) {
        try {
            return start(request, publication, publisher, negotiation);
        } catch (RuntimeException failed) {
            var code = failed instanceof ProtocolException refused ? refused.code() : StableCode.INTERNAL;
            publisher.loop().execute(() -> publication.end(code, String.valueOf(failed.getMessage()), false));
            throw failed;
        }
    }

    private Opened start(PublishRequest request, Publication publication, WhipPublisher publisher,
            PublishNegotiation negotiation) {
        var transport = server.open(publisher.loop(), negotiation.offer().remote(), publisher);
        var answer = AnswerWriter.write(negotiation, new AnswerTransport(transport.localCredentials(),
                server.identity().fingerprint(), server.candidates()));
        var entry = sessions.add(new PublishingSession(request, publisher),
                new IceSession(transport, negotiation, server.candidates(), sessions::newTag));
        long started = context.clock().nanos();
        LOG.info("whip {} opened: room {}, user {}, peer {}, {}", publisher.id(), request.room(), request.userId(),
                request.peer(), media(negotiation));
        publisher.start(new PublishSession(new TransportSink(transport), publication, negotiation.media(),
                (ended, code, reason) -> {
                    sessions.remove(entry, code, reason);
                    transport.close();
                    closed(ended, code, reason, context.clock().nanos() - started, publication.warnings());
                }));
        return new Opened(entry, answer);
    }

    private static String media(PublishNegotiation negotiation) {
        return negotiation.media().stream().flatMap(media -> media.codecs().stream())
                .map(codec -> codec.codec().label() + " as " + codec.payloadType())
                .collect(Collectors.joining(", "));
    }

    private static void closed(WhipPublisher publisher, StableCode code, String reason, long nanos,
            List<Warning> warnings) {
        var stats = publisher.stats();
        LOG.info("whip {} closed: {}, {}; {} ms, {} packets, {} bytes, {} lost, {} recovered, {} frames,"
                + " warnings {}",
                publisher.id(), code, reason, TimeUnit.NANOSECONDS.toMillis(nanos),
                stats.stream().mapToLong(StreamStats::packets).sum(),
                stats.stream().mapToLong(StreamStats::bytes).sum(),
                stats.stream().mapToLong(StreamStats::lost).sum(),
                stats.stream().mapToLong(StreamStats::recovered).sum(),
                stats.stream().mapToLong(StreamStats::frames).sum(), Warning.brief(warnings));
    }
}

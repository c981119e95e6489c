package dev.sluice.webrtc.http;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.sdp.grammar.SdpFragment;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;

/**
 * What can be asked of one session at its URL. A token is not needed, since the address is a secret; one that is sent
 * must be its user's.
 */
final class SessionResource<S extends Session> {
    /** The name of the path's last part. */
    static final String KEY = "key";
    static final String MEDIA_TYPE = SdpFragment.MEDIA_TYPE;

    private final Sessions<S> sessions;
    private final TokenOwner owners;
    private final int fragmentBytes;

    SessionResource(Sessions<S> sessions, TokenOwner owners, int fragmentBytes) {
        this.sessions = sessions;
        this.owners = owners;
        this.fragmentBytes = fragmentBytes;
    }

    private Sessions.Entry<S> required(RoutingContext context) {
        var entry = sessions.require(RoomAddress.path(context, KEY));
        var session = entry.session();
        BearerToken.find(context.request())
                .ifPresent(token -> owners.check(session.room(), token, session.userId()));
        return entry;
    }

    /** RFC 9725 4.1: there is no representation. */
    void get(RoutingContext context) {
        required(context);
        Endpoint.nothing(context);
    }

    /** RFC 9725 4.3.1: whatever entity-tag is sent is ignored. */
    void delete(RoutingContext context) {
        var entry = required(context);
        sessions.forget(entry);
        entry.session().leave(new ProtocolException(StableCode.PEER_CLOSED, "the client ended the session"));
        context.response().setStatusCode(200).end();
    }

    /** Trickle or ICE restart. */
    void patch(RoutingContext context) {
        var entry = required(context);
        var wanted = IfMatch.read(context.request());
        SdpExchange.read(context.request(), MEDIA_TYPE, fragmentBytes, text -> Endpoint.guarded(_ -> {
            if (wanted.isEmpty()) {
                // RFC 6585 3
                new Problem(428, StableCode.PROTOCOL_ERROR, "If-Match: found none, expected the session's entity-tag")
                        .send(context.response());
            } else {
                patch(context, entry, wanted.get(), SdpFragment.read(text));
            }
        }).handle(context));
    }

    private void patch(RoutingContext context, Sessions.Entry<S> entry, IfMatch wanted, SdpFragment fragment) {
        var outcome = CompletableFuture.supplyAsync(
                () -> sessions.require(entry.key()).ice().patch(wanted, fragment), entry.ice().loop());
        Endpoint.await(context, outcome, result -> answer(context, result));
    }

    private static void answer(RoutingContext context, IceSession.Outcome outcome) {
        var response = context.response();
        switch (outcome) {
            case IceSession.Outcome.Trickled _ -> response.setStatusCode(204).end();
            case IceSession.Outcome.Restarted(var tag, var fragment) -> response.setStatusCode(200)
                    .putHeader(HttpHeaders.ETAG, IfMatch.quoted(tag))
                    .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE).end(fragment.write());
            // RFC 9110 13.1.1
            case IceSession.Outcome.Stale _ -> new Problem(412, StableCode.PROTOCOL_ERROR,
                    "If-Match: found another entity-tag, expected that of the session's present ICE session")
                    .send(response);
        }
    }
}

package dev.sluice.whep.http;

import dev.sluice.ingest.Admission;
import dev.sluice.ingest.WatchRequest;
import dev.sluice.webrtc.WebRtcServer;
import dev.sluice.webrtc.http.Endpoint;
import dev.sluice.webrtc.http.ResourceSettings;
import dev.sluice.webrtc.http.Sessions;
import dev.sluice.webrtc.http.TokenOwner;
import dev.sluice.webrtc.sdp.Offer;
import dev.sluice.whep.ViewerContext;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The WHEP endpoint {@code /v2/sub/{sdkAppId}/{roomId}} and the resources of its sessions. */
public final class WhepResource {
    private final Admission admission;
    private final Sessions<PlaySession> sessions;
    private final PlayOpening opening;
    private final Endpoint<PlaySession> endpoint;

    public WhepResource(Admission admission, TokenOwner owners, WebRtcServer server, ViewerContext context,
            ResourceSettings settings) {
        this.admission = admission;
        this.sessions = new Sessions<>("whep", context.clock());
        this.opening = new PlayOpening(server, context, sessions);
        this.endpoint = new Endpoint<>("/v2/sub", settings, sessions, owners, this::post);
    }

    /** The sessions that live now. */
    public Sessions<PlaySession> sessions() {
        return sessions;
    }

    /** Adds the routes. No body handler may stand before them. */
    public void mount(Router router) {
        endpoint.mount(router);
    }

    private void post(RoutingContext context) {
        var request = PlayRequest.read(context);
        var entrant = admission.viewer(request);
        endpoint.offer(context, sdp -> enter(context, request, entrant.userId(),
                Offer.toWatch(sdp).of(entrant.grant()::receives)));
    }

    private void enter(RoutingContext context, WatchRequest request, String userId, Offer offer) {
        var anchor = admission.anchor(request);
        var negotiation = opening.negotiate(anchor, offer);
        var viewer = opening.viewer(userId);
        Endpoint.await(context, admission.watch(anchor, viewer), watch -> {
            var opened = opening.open(request, watch, viewer, negotiation);
            endpoint.created(context, opened.entry(), opened.answer());
        });
    }
}

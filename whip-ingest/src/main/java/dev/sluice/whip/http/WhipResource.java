package dev.sluice.whip.http;

import dev.sluice.ingest.Admission;
import dev.sluice.ingest.PublishRequest;
import dev.sluice.room.Protocol;
import dev.sluice.webrtc.WebRtcServer;
import dev.sluice.webrtc.http.BearerToken;
import dev.sluice.webrtc.http.Endpoint;
import dev.sluice.webrtc.http.ResourceSettings;
import dev.sluice.webrtc.http.RoomAddress;
import dev.sluice.webrtc.http.Sessions;
import dev.sluice.webrtc.http.Ticket;
import dev.sluice.webrtc.http.TokenOwner;
import dev.sluice.webrtc.sdp.Offer;
import dev.sluice.whip.WhipContext;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The WHIP endpoint {@code /v2/pub/{sdkAppId}/{roomId}} and the resources of its sessions (RFC 9725). */
public final class WhipResource {
    private final Admission admission;
    private final Sessions<PublishingSession> sessions;
    private final PublishOpening opening;
    private final Endpoint<PublishingSession> endpoint;

    public WhipResource(Admission admission, TokenOwner owners, WebRtcServer server, WhipContext context,
            ResourceSettings settings) {
        this.admission = admission;
        this.sessions = new Sessions<>("whip", context.clock());
        this.opening = new PublishOpening(server, context, sessions);
        this.endpoint = new Endpoint<>("/v2/pub", settings, sessions, owners, this::post);
    }

    /** The sessions that live now. */
    public Sessions<PublishingSession> sessions() {
        return sessions;
    }

    /** Adds the routes. No body handler may stand before them. */
    public void mount(Router router) {
        endpoint.mount(router);
    }

    private void post(RoutingContext context) {
        var room = RoomAddress.room(context);
        var userSig = BearerToken.require(context.request());
        var ticket = Ticket.find(context);
        var entrant = admission.publisher(room, RoomAddress.parameter(context, "SessionID"), userSig, ticket);
        var request = new PublishRequest(Protocol.WHIP, room, entrant.userId(), userSig, ticket,
                RoomAddress.peer(context));
        endpoint.offer(context, sdp -> claim(context, request, Offer.toPublish(sdp).of(entrant.grant()::sends)));
    }

    private void claim(RoutingContext context, PublishRequest request, Offer offer) {
        var negotiation = opening.negotiate(offer);
        var publisher = opening.publisher();
        Endpoint.await(context, admission.publish(request, publisher), publication -> {
            var opened = opening.open(request, publication, publisher, negotiation);
            endpoint.created(context, opened.entry(), opened.answer());
        });
    }
}

package dev.sluice.whep.http;

import dev.sluice.ingest.WatchRequest;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.webrtc.http.BearerToken;
import dev.sluice.webrtc.http.RoomAddress;
import dev.sluice.webrtc.http.Ticket;
import io.vertx.ext.web.RoutingContext;

/** Reads who wants to watch what from the address and the headers of a POST. */
final class PlayRequest {
    private PlayRequest() {}

    /** @throws ProtocolException ROOM_INVALID, APP_UNKNOWN, TOKEN_MISSING, TOKEN_MALFORMED, PROTOCOL_ERROR */
    static WatchRequest read(RoutingContext context) {
        return new WatchRequest(RoomAddress.room(context), RoomAddress.parameter(context, "SessionID"),
                RoomAddress.parameter(context, "UserId"), BearerToken.require(context.request()),
                Ticket.find(context), RoomAddress.peer(context));
    }
}

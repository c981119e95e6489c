package dev.sluice.whep.http;

import dev.sluice.ingest.WatchRequest;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.http.BearerToken;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/** Reads who wants to watch what from the address and the Authorization header of a POST. */
final class PlayRequest {
    private static final int MAX_APP_DIGITS = 10;

    private PlayRequest() {}

    /** @throws ProtocolException ROOM_INVALID, APP_UNKNOWN, TOKEN_MISSING, TOKEN_MALFORMED, PROTOCOL_ERROR */
    static WatchRequest read(RoutingContext context) {
        var room = new RoomKey(app(path(context, "sdkAppId")), room(context));
        return new WatchRequest(room, parameter(context, "SessionID"), parameter(context, "UserId"),
                BearerToken.require(context.request()), peer(context));
    }

    /** A named part of the path, decoded. */
    static String path(RoutingContext context, String name) {
        return Objects.requireNonNullElse(context.pathParam(name), "");
    }

    private static String peer(RoutingContext context) {
        return String.valueOf(context.request().remoteAddress());
    }

    private static long app(String text) {
        if (text.length() > MAX_APP_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ProtocolException(StableCode.APP_UNKNOWN,
                    "sdkappid in the path: found no number, expected that of a configured application");
        }
        return Long.parseLong(text);
    }

    private static RoomId room(RoutingContext context) {
        var id = path(context, "roomId");
        var type = parameter(context, "RoomIdType").orElse("0");
        return switch (type) {
            case "0" -> RoomId.named(id);
            case "1" -> RoomId.numeric(id);
            default -> throw new ProtocolException(StableCode.ROOM_INVALID,
                    "RoomIdType: expected 0 (string, the default) or 1 (integer)");
        };
    }

    private static Optional<String> parameter(RoutingContext context, String name) {
        var values = context.queryParam(name);
        if (values.size() > 1 || values.contains("")) {
            throw new ProtocolException(StableCode.PROTOCOL_ERROR,
                    name + ": found " + (values.size() > 1 ? "it twice" : "no value") + ", expected one value or none");
        }
        return values.stream().findFirst();
    }
}

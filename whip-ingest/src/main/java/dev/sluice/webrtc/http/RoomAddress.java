package dev.sluice.webrtc.http;

import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/** Reads from an endpoint's address which room is meant, and what else stands there. */
public final class RoomAddress {
    /** What {@link #room} reads, as a route. */
    static final String ROUTE = "/:sdkAppId/:roomId";

    private static final int MAX_APP_DIGITS = 10;

    private RoomAddress() {}

    /** @throws ProtocolException ROOM_INVALID, APP_UNKNOWN, PROTOCOL_ERROR */
    public static RoomKey room(RoutingContext context) {
        return new RoomKey(app(path(context, "sdkAppId")), id(context));
    }

    /** A named part of the path, decoded. */
    static String path(RoutingContext context, String name) {
        return Objects.requireNonNullElse(context.pathParam(name), "");
    }

    private static long app(String text) {
        if (text.isEmpty() || text.length() > MAX_APP_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ProtocolException(StableCode.APP_UNKNOWN,
                    "sdkappid in the path: found no number, expected that of a configured application");
        }
        return Long.parseLong(text);
    }

    private static RoomId id(RoutingContext context) {
        var id = path(context, "roomId");
        var type = parameter(context, "RoomIdType").orElse("0");
        return switch (type) {
            case "0" -> RoomId.named(id);
            case "1" -> RoomId.numeric(id);
            default -> throw new ProtocolException(StableCode.ROOM_INVALID,
                    "RoomIdType: expected 0 (string, the default) or 1 (integer)");
        };
    }

    /**
     * One of the query.
     *
     * @throws ProtocolException PROTOCOL_ERROR
     */
    public static Optional<String> parameter(RoutingContext context, String name) {
        var values = context.queryParam(name);
        if (values.size() > 1 || values.contains("")) {
            throw new ProtocolException(StableCode.PROTOCOL_ERROR,
                    name + ": found " + (values.size() > 1 ? "it twice" : "no value") + ", expected one value or none");
        }
        return values.stream().findFirst();
    }

    /** Address and port from which the request came. */
    public static String peer(RoutingContext context) {
        return String.valueOf(context.request().remoteAddress());
    }
}

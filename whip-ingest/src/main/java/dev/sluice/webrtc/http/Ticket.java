package dev.sluice.webrtc.http;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The PrivateMapKey of a request: from its query or from a header of its own. */
public final class Ticket {
    private static final String HEADER = "Sluice-Private-Map-Key";
    private static final String PARAMETER = "privatemapkey";

    private Ticket() {}

    /** @throws ProtocolException PROTOCOL_ERROR where it stands there twice, and not the same, or empty */
    public static Optional<String> find(RoutingContext context) {
        var byQuery = RoomAddress.parameter(context, PARAMETER);
        var byHeader = header(context);
        if (byQuery.isPresent() && byHeader.isPresent() && !byQuery.equals(byHeader)) {
            throw new ProtocolException(StableCode.PROTOCOL_ERROR, PARAMETER + " in the query and " + HEADER
                    + " in the headers: found two different tickets, expected one");
        }
        return byQuery.or(() -> byHeader);
    }

    private static Optional<String> header(RoutingContext context) {
        var values = context.request().headers().getAll(HEADER).stream().map(String::strip).toList();
        if (values.size() > 1 || values.contains("")) {
            throw new ProtocolException(StableCode.PROTOCOL_ERROR,
                    HEADER + ": found " + (values.size() > 1 ? "it twice" : "no value") + ", expected one or none");
        }
        return values.stream().findFirst();
    }
}

package dev.sluice.webrtc.http;

import dev.sluice.runtime.StableCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * Stands before a router: it refuses addresses with broken percent-encoding, for which the router would log a stack trace
 * that anybody could cause.
 */
public final class WellFormedAddress implements Handler<HttpServerRequest> {
    private final Handler<HttpServerRequest> next;

    public WellFormedAddress(Handler<HttpServerRequest> next) {
        this.next = next;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (wellFormed(request.uri())) {
            next.handle(request);
        } else {
            new Problem(400, StableCode.PROTOCOL_ERROR, "the address is malformed: a '%' lacks its two hex digits")
                    .send(request.response());
        }
    }

    /** RFC 3986 2.1 */
    private static boolean wellFormed(String address) {
        for (int at = address.indexOf('%'); at >= 0; at = address.indexOf('%', at + 3)) {
            if (at + 2 >= address.length() || !hex(address.charAt(at + 1)) || !hex(address.charAt(at + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hex(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }
}

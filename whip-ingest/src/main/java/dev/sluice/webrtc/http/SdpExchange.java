package dev.sluice.webrtc.http;

import dev.sluice.runtime.StableCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The HTTP side of an offer: its media type, what the client accepts, and a body that is read up to a limit. On the
 * request's context; nothing must have read the body before.
 */
public final class SdpExchange {
    public static final String MEDIA_TYPE = "application/sdp";

    private final HttpServerRequest request;
    private final int limit;
    private final Buffer body = Buffer.buffer();
    private final Consumer<String> onOffer;
    private boolean refused;

    private SdpExchange(HttpServerRequest request, int limit, Consumer<String> onOffer) {
        this.request = request;
        this.limit = limit;
        this.onOffer = onOffer;
    }

    /**
     * Reads the offer; what is refused is answered.
     *
     * @param limit bytes of the body
     * @param onOffer called once with the text, or never
     */
    public static void read(HttpServerRequest request, int limit, Consumer<String> onOffer) {
        new SdpExchange(request, limit, onOffer).start();
    }

    private void start() {
        if (!MEDIA_TYPE.equals(essence(header("Content-Type")))) {
            refuse(415, StableCode.MEDIA_TYPE,
                    "Content-Type: found '" + essence(header("Content-Type")) + "', expected " + MEDIA_TYPE);
        } else if (!accepts(header("Accept"))) {
            refuse(406, StableCode.MEDIA_TYPE, "Accept: found no " + MEDIA_TYPE + ", which the answer is");
        } else if (announced() > limit) {
            tooLarge();
        } else {
            receive();
        }
    }

    private void receive() {
        request.handler(this::part).endHandler(_ -> end()).exceptionHandler(_ -> refused = true);
    }

    private void part(Buffer part) {
        if (refused) {
            return;
        }
        if (body.length() + part.length() > limit) {
            tooLarge();
        } else {
            body.appendBuffer(part);
        }
    }

    private void end() {
        if (!refused) {
            onOffer.accept(body.toString(StandardCharsets.UTF_8));
        }
    }

    private void tooLarge() {
        refuse(413, StableCode.LIMIT_EXCEEDED, "sdpBytes: the body is larger than " + limit + " bytes");
    }

    private void refuse(int status, StableCode code, String detail) {
        refused = true;
        // The rest of the body is of no interest.
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        new Problem(status, code, detail).send(request.response());
    }

    private String header(String name) {
        var value = request.getHeader(name);
        return value == null ? "" : value;
    }

    private long announced() {
        try {
            return Long.parseLong(header("Content-Length"));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /** A media type without its parameters. */
    private static String essence(String value) {
        var type = value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.length() > 80 ? type.substring(0, 80) : type;
    }

    /** RFC 9110 12.5.1, as far as one media type goes; absent accepts all. */
    private static boolean accepts(String accept) {
        return accept.isBlank() || Arrays.stream(accept.split(",", 50)).filter(range -> !excluded(range))
                .map(SdpExchange::essence)
                .anyMatch(type -> type.equals(MEDIA_TYPE) || type.equals("application/*") || type.equals("*/*"));
    }

    private static boolean excluded(String range) {
        return range.replace(" ", "").matches("(?i).*;q=0(\\.0*)?(;.*)?");
    }
}

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
 * The HTTP side of an offer or a fragment: its media type, what the client accepts, and a body that is read up to a
 * limit. On the request's context; nothing must have read the body before.
 */
public final class SdpExchange {
    public static final String MEDIA_TYPE = "application/sdp";

    private final HttpServerRequest request;
    private final String mediaType;
    private final int limit;
    private final Buffer body = Buffer.buffer();
    private final Consumer<String> onText;
    private boolean refused;

    private SdpExchange(HttpServerRequest request, String mediaType, int limit, Consumer<String> onText) {
        this.request = request;
        this.mediaType = mediaType;
        this.limit = limit;
        this.onText = onText;
    }

    /**
     * Reads the offer, whose answer will be of the same media type; what is refused is answered.
     *
     * @param limit bytes of the body
     * @param onOffer called once with the text, or never
     */
    public static void read(HttpServerRequest request, int limit, Consumer<String> onOffer) {
        read(request, MEDIA_TYPE, limit, onOffer);
    }

    /** As {@link #read(HttpServerRequest, int, Consumer)}, for another media type. */
    static void read(HttpServerRequest request, String mediaType, int limit, Consumer<String> onText) {
        new SdpExchange(request, mediaType, limit, onText).start();
    }

    private void start() {
        if (!mediaType.equals(essence(header("Content-Type")))) {
            refuse(415, StableCode.MEDIA_TYPE,
                    "Content-Type: found '" + essence(header("Content-Type")) + "', expected " + mediaType);
        } else if (!accepts(header("Accept"))) {
            refuse(406, StableCode.MEDIA_TYPE, "Accept: found no " + mediaType + ", which the answer is");
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
            onText.accept(body.toString(StandardCharsets.UTF_8));
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
    private boolean accepts(String accept) {
        return accept.isBlank() || Arrays.stream(accept.split(",", 50)).filter(range -> !excluded(range))
                .map(SdpExchange::essence)
                .anyMatch(type -> type.equals(mediaType) || type.equals("application/*") || type.equals("*/*"));
    }

    private static boolean excluded(String range) {
        return range.replace(" ", "").matches("(?i).*;q=0(\\.0*)?(;.*)?");
    }
}

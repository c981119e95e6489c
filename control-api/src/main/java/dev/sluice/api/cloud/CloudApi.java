package dev.sluice.api.cloud;

import dev.sluice.api.cloud.action.Actions;
import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.request.Call;
import dev.sluice.api.cloud.signature.Authenticator;
import dev.sluice.runtime.Clock;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Objects;

/**
 * Mounts the cloud API at {@code /}: what the cloud's SDKs send is answered as they want it, with status 200 whatever happens
 * and a content type without a charset. Handlers run on the HTTP server's event loop and never block.
 */
public final class CloudApi {
    private static final int MAX_QUERY_BYTES = 32 * 1024;
    private static final int MAX_FORM_BYTES = 1024 * 1024;

    private final Gate gate;
    private final int maxBodyBytes;

    public CloudApi(CloudSettings settings, Actions actions, Clock clock) {
        this.gate = new Gate(new Authenticator(settings.keys(), settings.hostAliases(), clock),
                new RateLimit(settings.requestsPerSecond(), clock), actions);
        this.maxBodyBytes = settings.maxBodyBytes();
    }

    public void mount(Router router) {
        router.route("/").handler(this::handle);
    }

    /** A GET without a query is a person's who looks for the console. */
    private void handle(RoutingContext context) {
        var request = context.request();
        if (request.method().equals(HttpMethod.GET) && request.query() == null) {
            context.next();
            return;
        }
        var head = head(request);
        int limit = head.form() ? Math.min(maxBodyBytes, MAX_FORM_BYTES) : maxBodyBytes;
        var exchange = new Exchange(request, context.vertx().getOrCreateContext());
        var body = new BodyReader(request, limit);
        body.whole().onComplete(bytes -> exchange.run(() -> gate.admit(head.with(bytes))),
                _ -> exchange.refuse(tooLarge("body", limit)));
        try {
            checkTransport(head);
            gate.checkHead(head);
        } catch (CloudException refused) {
            exchange.refuse(refused);
            body.discard();
        }
    }

    private static void checkTransport(Call head) {
        if (!head.get() && !head.method().equals("POST")) {
            throw CloudException.found(Code.UNSUPPORTED_PROTOCOL, "method", "another one", "GET or POST");
        }
        if (head.query().length() > MAX_QUERY_BYTES) {
            throw tooLarge("query", MAX_QUERY_BYTES);
        }
    }

    private static CloudException tooLarge(String what, int limit) {
        return CloudException.found(Code.REQUEST_SIZE_LIMIT_EXCEEDED, what, "more", "at most " + limit + " bytes");
    }

    private static Call head(HttpServerRequest request) {
        var headers = new HashMap<String, String>();
        request.headers().forEach(header -> headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT),
                header.getValue()));
        return new Call(request.method().name(), Objects.requireNonNullElse(request.path(), "/"),
                Objects.requireNonNullElse(request.query(), ""), headers, new byte[0], request.isSSL());
    }
}

package dev.sluice.api.admin;

import dev.sluice.event.Outbox;
import dev.sluice.event.StoredEvent;
import dev.sluice.event.StoredEvent.State;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/events}: events for the applications' backends, pending, delivered or given up. */
final class WebhookResource {
    /** As many as are listed, and counted. */
    static final int MAX_EVENTS = 200;

    private final Outbox outbox;
    private final TokenIssuer issuer;

    private record Events(List<WebhookView> events) {}

    /**
     * How delivery stands.
     *
     * @param pending of all applications
     * @param dead {@value #MAX_EVENTS} means as many or more
     * @param latest id of the newest that was delivered; empty: none
     */
    record Counts(long pending, int dead, String latest) {}

    WebhookResource(Services services) {
        this.outbox = services.outbox();
        this.issuer = services.issuer();
    }

    void list(RoutingContext context) {
        var state = state(context.queryParams().get("state"));
        Answers.await(context, Answers.blocking(() -> outbox.list(state, MAX_EVENTS)),
                found -> Json.send(context, new Events(found.stream().map(WebhookView::of).toList())));
    }

    private static State state(@Nullable String word) {
        return switch (word) {
            case "pending" -> State.PENDING;
            case "delivered" -> State.DELIVERED;
            case "dead" -> State.DEAD;
            case null, default -> throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "state",
                    word == null ? "nothing" : "another word", "pending, delivered or dead");
        };
    }

    void show(RoutingContext context) {
        var id = AdminApi.param(context, "id");
        Answers.await(context, Answers.blocking(() -> outbox.find(id)), found -> send(context, 200, found));
    }

    /** Makes it pending again; one that is pending anyway stays so. */
    void redeliver(RoutingContext context) {
        var id = AdminApi.param(context, "id");
        Answers.await(context, Answers.blocking(() -> {
            outbox.redeliver(id);
            return outbox.find(id);
        }), found -> send(context, 202, found));
    }

    private static void send(RoutingContext context, int status, Optional<StoredEvent> found) {
        Json.send(context, status, found.map(WebhookView::of).orElseThrow(
                () -> new ProtocolException(StableCode.SESSION_UNKNOWN, "no event has this id")));
    }

    /** Blocks. */
    Counts counts() {
        long pending = issuer.apps().stream().mapToLong(outbox::pendingOf).sum();
        var latest = outbox.list(State.DELIVERED, 1).stream().map(stored -> stored.event().id()).findFirst();
        return new Counts(pending, outbox.list(State.DEAD, MAX_EVENTS).size(), latest.orElse(""));
    }
}

package dev.sluice.api.admin;

import dev.sluice.ingest.SessionLog;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.room.RoomRegistry;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.http.Problem;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Mounts the native API under {@code /api/v1}, and the document of all that is mounted. Handlers run on the HTTP server's event loop and never block. */
public final class AdminApi {
    static final String ROOT = "/api/v1";
    /** A wish for a token or a task is a few hundred bytes. */
    static final long MAX_BODY = 16 * 1024;

    private final RoomRegistry rooms;
    private final SessionLog log;
    private final Clock clock;
    private final SessionResource sessions;
    private final TokenResource tokens;
    private final TaskResource tasks;
    private final WebhookResource events;
    private final EventStream stream;
    private final Supplier<StatusView> status;

    private record Rooms(List<RoomView> rooms) {}

    private record Sessions(List<SessionView> sessions) {}

    public AdminApi(RoomRegistry rooms, SessionLog log, Services services, EventStream stream,
            Supplier<StatusView> status, Clock clock) {
        this.rooms = rooms;
        this.log = log;
        this.clock = clock;
        this.sessions = new SessionResource(rooms, log, clock);
        this.tokens = new TokenResource(services.issuer(), clock);
        this.tasks = new TaskResource(services, rooms);
        this.events = new WebhookResource(services);
        this.stream = stream;
        this.status = status;
    }

    /** @param adminToken what a request must carry as its bearer */
    public void mount(Router router, String adminToken) {
        router.route(ROOT + "/*").failureHandler(Answers::failed).handler(new BearerAuth(adminToken));
        router.get(ROOT + "/status").handler(context -> Json.send(context, status.get()));
        router.get(ROOT + "/rooms").handler(this::rooms);
        router.get(ROOT + "/rooms/:app/:room").handler(this::room);
        router.get(ROOT + "/sessions").handler(context -> Json.send(context,
                new Sessions(SessionResource.ended(log, EventStream.MAX_ENDED))));
        router.get(ROOT + "/sessions/:id").handler(sessions::show);
        router.delete(ROOT + "/sessions/:id").handler(sessions::end);
        router.get(ROOT + "/stream").handler(stream::open);
        router.post(ROOT + "/tokens").handler(body()).handler(tokens);
        mountTasks(router);
        router.get(ROOT + "/events").handler(events::list);
        router.get(ROOT + "/events/:id").handler(events::show);
        router.post(ROOT + "/events/:id/redeliver").handler(events::redeliver);
        OpenApi.mount(router);
    }

    private void mountTasks(Router router) {
        router.get(ROOT + "/tasks").handler(tasks::list);
        router.post(ROOT + "/tasks").handler(body()).handler(tasks::start);
        router.get(ROOT + "/tasks/:id").handler(tasks::show);
        router.patch(ROOT + "/tasks/:id").handler(body()).handler(tasks::change);
        router.delete(ROOT + "/tasks/:id").handler(tasks::stop);
    }

    private static BodyHandler body() {
        return BodyHandler.create(false).setBodyLimit(MAX_BODY);
    }

    private void rooms(RoutingContext context) {
        Json.send(context, new Rooms(rooms.rooms().stream().map(room -> RoomView.brief(room, clock)).toList()));
    }

    private void room(RoutingContext context) {
        var key = key(context);
        rooms.find(key).ifPresentOrElse(room -> Json.send(context, RoomView.full(room, clock)),
                () -> new Problem(404, StableCode.NOTHING_TO_PLAY, "nobody is in room " + key)
                        .send(context.response()));
    }

    private static RoomKey key(RoutingContext context) {
        var type = context.queryParams().get("type");
        var text = param(context, "room");
        if (type != null && !type.equals("int")) {
            throw new ProtocolException(StableCode.ROOM_INVALID, "type: found another word, expected 'int' or nothing");
        }
        return new RoomKey(app(param(context, "app")), type == null ? RoomId.named(text) : RoomId.numeric(text));
    }

    /** A part of the path, decoded; the route has it. */
    static String param(RoutingContext context, String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
    }

    private static long app(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new ProtocolException(StableCode.APP_UNKNOWN, "sdkAppId: found no number, expected digits");
        }
    }
}

package dev.sluice.api.admin;

import dev.sluice.event.RoomEvent;
import dev.sluice.ingest.SessionLog;
import dev.sluice.room.RoomRegistry;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.http.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code GET /api/v1/stream}: room events as they happen, a snapshot of all rooms each second and after each event; the
 * ended sessions, the tasks, and how webhooks are delivered, each when it has changed. A reader that does not keep up
 * misses events, never delays them; the next snapshot makes up for it. Runs on one Vert.x context; made once, however
 * many read.
 */
public final class EventStream {
    static final int MAX_STREAMS = 64;
    static final int MAX_ROOMS = 1_000;
    static final int MAX_ENDED = 100;
    private static final long PERIOD_MILLIS = 1_000;
    private static final long AFTER_EVENT_MILLIS = 30;

    private final Vertx vertx;
    private final Context context;
    private final RoomRegistry rooms;
    private final SessionLog sessions;
    private final Clock clock;
    private final List<Enquiry> enquiries;
    private final Set<HttpServerResponse> streams = new LinkedHashSet<>();
    private final Consumer<RoomEvent> observer = this::happened;
    private Buffer ended = Buffer.buffer();
    private long timer = -1;
    private boolean snapshotDue;

    private record Snapshot(long at, int totalRooms, List<RoomView> rooms) {}

    private record Ended(List<SessionView> sessions) {}

    public EventStream(Vertx vertx, RoomRegistry rooms, SessionLog sessions, Services services, Clock clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.rooms = rooms;
        this.sessions = sessions;
        this.clock = clock;
        var tasks = new TaskResource(services, rooms);
        var webhooks = new WebhookResource(services);
        this.enquiries = List.of(new Enquiry("tasks", tasks::all, context),
                new Enquiry("webhooks", () -> Answers.blocking(webhooks::counts), context));
    }

    void open(RoutingContext request) {
        context.runOnContext(_ -> join(request));
    }

    private void join(RoutingContext request) {
        var response = request.response();
        if (response.closed()) {
            return;
        }
        if (streams.size() >= MAX_STREAMS) {
            new Problem(429, StableCode.LIMIT_EXCEEDED, "event streams: " + MAX_STREAMS + " are open already")
                    .send(response);
            return;
        }
        response.setChunked(true).putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store").putHeader("X-Accel-Buffering", "no");
        response.closeHandler(_ -> context.runOnContext(_ -> leave(response)));
        response.exceptionHandler(_ -> {});
        streams.add(response);
        if (timer < 0) {
            rooms.observe(observer);
            timer = vertx.setPeriodic(PERIOD_MILLIS, _ -> context.runOnContext(_ -> tick()));
        }
        ended = endedSessions();
        var first = snapshot().appendBuffer(ended);
        enquiries.forEach(enquiry -> first.appendBuffer(enquiry.latest()));
        response.write(first);
        enquire();
    }

    private void leave(HttpServerResponse response) {
        streams.remove(response);
        if (streams.isEmpty() && timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
            rooms.unobserve(observer);
            enquiries.forEach(Enquiry::forget);
        }
    }

    /** On a media loop. */
    private void happened(RoomEvent event) {
        long at = clock.wallMillis();
        context.runOnContext(_ -> {
            broadcast(event("room", EventView.of(event, at)));
            if (!snapshotDue) {
                snapshotDue = true;
                vertx.setTimer(AFTER_EVENT_MILLIS, _ -> context.runOnContext(_ -> tick()));
            }
        });
    }

    private void tick() {
        snapshotDue = false;
        if (streams.isEmpty()) {
            return;
        }
        broadcast(snapshot());
        enquire();
        var now = endedSessions();
        if (!now.equals(ended)) {
            ended = now;
            broadcast(ended);
        }
    }

    private void enquire() {
        enquiries.forEach(enquiry -> enquiry.ask(this::broadcast));
    }

    private Buffer snapshot() {
        var all = rooms.rooms();
        var views = all.stream().limit(MAX_ROOMS).map(room -> RoomView.brief(room, clock)).toList();
        return event("snapshot", new Snapshot(clock.wallMillis(), all.size(), views));
    }

    private Buffer endedSessions() {
        return event("sessions", new Ended(SessionResource.ended(sessions, MAX_ENDED)));
    }

    private void broadcast(Buffer event) {
        for (var stream : List.copyOf(streams)) {
            if (!stream.writeQueueFull()) {
                stream.write(event);
            }
        }
    }

    static Buffer event(String name, Object view) {
        return Buffer.buffer("event: " + name + "\ndata: ").appendBuffer(Json.write(view)).appendString("\n\n");
    }

    /** Ends every stream: the relay is going down. */
    public void close() {
        context.runOnContext(_ -> {
            for (var stream : List.copyOf(streams)) {
                leave(stream);
                stream.end();
            }
        });
    }
}

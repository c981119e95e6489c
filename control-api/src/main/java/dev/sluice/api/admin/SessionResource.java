package dev.sluice.api.admin;

import dev.sluice.ingest.SessionLog;
import dev.sluice.room.Publisher;
import dev.sluice.room.Room;
import dev.sluice.room.RoomRegistry;
import dev.sluice.room.Viewer;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** {@code /api/v1/sessions/{id}}: one publishing or watching connection. */
final class SessionResource {
    private final RoomRegistry rooms;
    private final SessionLog log;
    private final Clock clock;

    private record Watching(Room room, Viewer viewer) {}

    SessionResource(RoomRegistry rooms, SessionLog log, Clock clock) {
        this.rooms = rooms;
        this.log = log;
        this.clock = clock;
    }

    /** Ended sessions, the newest first. */
    static List<SessionView> ended(SessionLog log, int max) {
        var ended = log.recent().stream().filter(session -> session.code() != null).toList();
        return ended.reversed().stream().limit(max).map(SessionView::of).toList();
    }

    void show(RoutingContext context) {
        var id = AdminApi.param(context, "id");
        var view = log.find(id).map(session -> publisher(id)
                .map(live -> SessionView.of(session, live, clock.nanos())).orElseGet(() -> SessionView.of(session)))
                .or(() -> viewer(id).map(found -> SessionView.of(found.room().key(), found.viewer())))
                .orElseThrow(() -> unknown(id));
        Json.send(context, view);
    }

    /** Parts with the session; it is told why in its own protocol's words. */
    void end(RoutingContext context) {
        var id = AdminApi.param(context, "id");
        var reason = new ProtocolException(StableCode.REMOVED, "disconnected by an operator");
        var publisher = publisher(id);
        if (publisher.isPresent()) {
            publisher.get().remove(reason);
        } else {
            viewer(id).orElseThrow(() -> unknown(id)).viewer().close(reason);
        }
        context.response().setStatusCode(204).end();
    }

    private Optional<Publisher> publisher(String id) {
        return rooms.rooms().stream().flatMap(room -> room.anchors().stream())
                .filter(anchor -> anchor.source().id().equals(id)).findFirst();
    }

    private Optional<Watching> viewer(String id) {
        return rooms.rooms().stream()
                .flatMap(room -> room.viewers().stream().map(viewer -> new Watching(room, viewer)))
                .filter(watching -> watching.viewer().id().equals(id)).findFirst();
    }

    private static ProtocolException unknown(String id) {
        return new ProtocolException(StableCode.SESSION_UNKNOWN,
                "no live session has this id (" + Math.min(id.length(), 999) + " characters)");
    }
}

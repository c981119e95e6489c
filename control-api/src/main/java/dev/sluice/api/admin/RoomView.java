package dev.sluice.api.admin;

import dev.sluice.health.Warning;
import dev.sluice.room.Publisher;
import dev.sluice.room.Room;
import dev.sluice.room.RoomId;
import dev.sluice.room.Viewer;
import dev.sluice.runtime.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room with its anchors.
 *
 * @param roomId a number for an integer room, else a string
 * @param viewers how many connections watch
 * @param viewerSessions who watches; only where one room was asked for
 */
record RoomView(long sdkAppId, Object roomId, int viewers, List<AnchorView> anchors,
        @Nullable List<ViewerView> viewerSessions) {

    /** A publisher in its room. {@code since} is when its first media was accepted, in milliseconds since 1970. */
    record AnchorView(String userId, String sessionId, String protocol, String peer, long since,
            List<TrackView> tracks, HealthView health, List<Warning> warnings) {
        static AnchorView of(Publisher publisher, long nowNanos) {
            var source = publisher.source();
            var health = source.health().latest();
            return new AnchorView(publisher.userId(), source.id(), source.protocol().name(), source.peer(),
                    publisher.enteredWallMillis(), TrackView.all(publisher, nowNanos),
                    HealthView.of(health, source.encoder().name().orElse(null)), health.warnings());
        }
    }

    record ViewerView(String userId, String sessionId) {
        static ViewerView of(Viewer viewer) {
            return new ViewerView(viewer.userId(), viewer.id());
        }
    }

    static RoomView brief(Room room, Clock clock) {
        return of(room, clock, null);
    }

    static RoomView full(Room room, Clock clock) {
        return of(room, clock, room.viewers().stream().map(ViewerView::of).toList());
    }

    private static RoomView of(Room room, Clock clock, @Nullable List<ViewerView> viewers) {
        long now = clock.nanos();
        var anchors = room.anchors().stream().map(anchor -> AnchorView.of(anchor, now)).toList();
        return new RoomView(room.key().sdkAppId(), id(room.key().id()), room.viewers().size(), anchors, viewers);
    }

    /** The id as JSON has it. */
    static Object id(RoomId id) {
        return switch (id) {
            case RoomId.Numeric(long value) -> value;
            case RoomId.Named(String text) -> text;
        };
    }
}

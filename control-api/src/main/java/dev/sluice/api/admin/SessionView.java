package dev.sluice.api.admin;

import dev.sluice.health.Warning;
import dev.sluice.ingest.SessionRecord;
import dev.sluice.room.Publisher;
import dev.sluice.room.RoomKey;
import dev.sluice.room.Viewer;
import dev.sluice.whep.VideoState;
import dev.sluice.whep.WhepViewer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection, live or over.
 *
 * @param role {@code anchor} or {@code viewer}
 * @param endedAt absent while it lives, like {@code code} and {@code reason}
 * @param tracks what it publishes; absent for a viewer and once it is over, like {@code health}
 * @param warnings that stand; once it is over, all that it had; absent for a viewer
 * @param video what a viewer is shown; absent for an anchor
 */
record SessionView(String id, String role, String protocol, long sdkAppId, Object roomId, String userId,
        @Nullable String peer, @Nullable Long startedAt, @Nullable Long endedAt, @Nullable String code,
        @Nullable String reason, @Nullable List<TrackView> tracks, @Nullable HealthView health,
        @Nullable List<Warning> warnings, @Nullable VideoState video) {

    static SessionView of(SessionRecord session) {
        return of(session, null, null, session.warnings());
    }

    /** @param publisher which the session feeds, and has entered the room */
    static SessionView of(SessionRecord session, Publisher publisher, long nowNanos) {
        var source = publisher.source();
        var health = source.health().latest();
        return of(session, TrackView.all(publisher, nowNanos),
                HealthView.of(health, source.encoder().name().orElse(null)), health.warnings());
    }

    private static SessionView of(SessionRecord session, @Nullable List<TrackView> tracks,
            @Nullable HealthView health, List<Warning> warnings) {
        boolean live = session.code() == null;
        return new SessionView(session.id(), "anchor", session.protocol().name(), session.room().sdkAppId(),
                RoomView.id(session.room().id()), session.userId(), session.peer(), session.startedWallMillis(),
                live ? null : session.endedWallMillis(), live ? null : String.valueOf(session.code()),
                session.reason(), tracks, health, warnings, null);
    }

    static SessionView of(RoomKey room, Viewer viewer) {
        return new SessionView(viewer.id(), "viewer", "WHEP", room.sdkAppId(), RoomView.id(room.id()),
                viewer.userId(), null, null, null, null, null, null, null, null,
                viewer instanceof WhepViewer whep ? whep.video() : null);
    }
}

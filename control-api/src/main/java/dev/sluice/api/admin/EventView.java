package dev.sluice.api.admin;

import dev.sluice.event.RoomEvent;
import dev.sluice.media.TrackInfo;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something happened in a room.
 *
 * @param type the event's name
 * @param at when, in milliseconds since 1970
 * @param code why, where somebody left or was rejected
 * @param reason the same in plain English, where a stream was rejected
 * @param track codec of the track it is about, or what has stopped
 */
record EventView(String type, long at, long sdkAppId, Object roomId, String userId, @Nullable String sessionId,
        @Nullable String code, @Nullable String reason, @Nullable String track) {

    static EventView of(RoomEvent event, long at) {
        return switch (event) {
            case RoomEvent.AnchorEntered _ -> of("anchorEntered", event, at, null, null, null);
            case RoomEvent.PublishRejected rejected -> of(rejected, at);
            case RoomEvent.AnchorLeft left -> of("anchorLeft", event, at, null, left.code().name(), null);
            case RoomEvent.TrackStarted started -> of("trackStarted", event, at, null, null, codec(started.track()));
            case RoomEvent.TrackChanged changed -> of("trackChanged", event, at, null, null, codec(changed.track()));
            case RoomEvent.TrackStopped stopped ->
                of("trackStopped", event, at, null, stopped.code().name(),
                        stopped.kind().name().toLowerCase(Locale.ROOT));
            case RoomEvent.ViewerEntered viewer -> of("viewerEntered", event, at, viewer.sessionId(), null, null);
            case RoomEvent.ViewerLeft viewer ->
                of("viewerLeft", event, at, viewer.sessionId(), viewer.code().name(), null);
        };
    }

    private static EventView of(RoomEvent.PublishRejected event, long at) {
        return new EventView("publishRejected", at, event.room().sdkAppId(), RoomView.id(event.room().id()),
                event.userId(), event.sessionId(), event.code().name(), event.reason(), null);
    }

    private static EventView of(String type, RoomEvent event, long at, @Nullable String session,
            @Nullable String code, @Nullable String track) {
        return new EventView(type, at, event.room().sdkAppId(), RoomView.id(event.room().id()), event.userId(),
                session, code, null, track);
    }

    private static String codec(TrackInfo info) {
        return info.codec().label();
    }
}

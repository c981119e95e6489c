package dev.sluice.event;

import dev.sluice.media.MediaKind;
import dev.sluice.media.TrackInfo;
import dev.sluice.room.Protocol;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.StableCode;

/** Something happened in a room. */
public sealed interface RoomEvent {
    RoomKey room();

    String userId();

    /** The first media of an anchor was accepted. */
    record AnchorEntered(RoomKey room, String userId, Protocol protocol) implements RoomEvent {}

    /**
     * A stream was let in by its token and refused for what it is; no more is told of it where the anchor had not entered.
     *
     * @param reason the code in plain English
     */
    record PublishRejected(RoomKey room, String userId, String sessionId, StableCode code, String reason)
            implements
                RoomEvent {}

    record AnchorLeft(RoomKey room, String userId, StableCode code, Departure how) implements RoomEvent {}

    /** The anchor's picture or sound began, or is back. */
    record TrackStarted(RoomKey room, String userId, TrackInfo track) implements RoomEvent {}

    /** The codec configuration of a running track changed. */
    record TrackChanged(RoomKey room, String userId, TrackInfo track) implements RoomEvent {}

    /** No frame came for long; the anchor stays. */
    record TrackStopped(RoomKey room, String userId, MediaKind kind, StableCode code) implements RoomEvent {}

    record ViewerEntered(RoomKey room, String userId, String sessionId) implements RoomEvent {}

    record ViewerLeft(RoomKey room, String userId, String sessionId, StableCode code) implements RoomEvent {}
}

package dev.sluice.ingest;

import dev.sluice.room.RoomKey;
import java.util.Optional;

/**
 * What somebody who wants to watch says of himself.
 *
 * @param userId the viewer; absent: whom the token names
 * @param anchor the publisher to watch; absent: the room's first with video, else the first with audio
 * @param userSig may be empty, which is refused; never shown
 * @param privateMapKey never shown
 */
public record WatchRequest(RoomKey room, Optional<String> userId, Optional<String> anchor, String userSig,
        Optional<String> privateMapKey, String peer) {
    @Override
    public String toString() {
        return "WHEP " + room + " " + userId.orElse("?") + " from " + peer;
    }
}

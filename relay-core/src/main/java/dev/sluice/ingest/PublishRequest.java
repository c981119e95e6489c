package dev.sluice.ingest;

import dev.sluice.room.Protocol;
import dev.sluice.room.RoomKey;

/**
 * What somebody who wants to publish says of himself.
 *
 * @param userSig may be empty, which is refused; never shown
 * @param peer address and port of the other side, for logs
 */
public record PublishRequest(Protocol protocol, RoomKey room, String userId, String userSig, String peer) {
    @Override
    public String toString() {
        return protocol + " " + room + " " + userId + " from " + peer;
    }
}

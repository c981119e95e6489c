package dev.sluice.ingest;

import dev.sluice.room.Protocol;
import dev.sluice.room.RoomKey;
import java.util.Optional;

/**
 * What somebody who wants to publish says of himself.
 *
 * @param userSig may be empty, which is refused; never shown
 * @param privateMapKey never shown
 * @param peer address and port of the other side, for logs
 */
public record PublishRequest(Protocol protocol, RoomKey room, String userId, String userSig,
        Optional<String> privateMapKey, String peer) {
    /** Without a ticket. */
    public PublishRequest(Protocol protocol, RoomKey room, String userId, String userSig, String peer) {
        this(protocol, room, userId, userSig, Optional.empty(), peer);
    }

    @Override
    public String toString() {
        return protocol + " " + room + " " + userId + " from " + peer;
    }
}

package dev.sluice.api.cloud.action;

import dev.sluice.room.RoomKey;
import java.util.Optional;

/** Whether a PrivateMapKey lets a task's user publish in a room. Safe anywhere; blocks nowhere. */
@FunctionalInterface
public interface Tickets {
    /**
     * Passes where the room's application wants no tickets, or this one suffices.
     *
     * @throws dev.sluice.runtime.ProtocolException PRIVILEGE_MISSING, TOKEN_*
     */
    void check(RoomKey room, String userId, Optional<String> privateMapKey);
}

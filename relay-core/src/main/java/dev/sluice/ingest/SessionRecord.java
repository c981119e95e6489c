package dev.sluice.ingest;

import dev.sluice.health.Warning;
import dev.sluice.room.Protocol;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.StableCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one publishing session, live or over.
 *
 * @param endedWallMillis -1 while it lives
 * @param code why it ended; null while it lives
 * @param reason the same in plain English
 * @param warnings that it had; empty while it lives
 */
public record SessionRecord(String id, Protocol protocol, RoomKey room, String userId, String peer,
        long startedWallMillis, long endedWallMillis, @Nullable StableCode code, @Nullable String reason,
        List<Warning> warnings) {

    SessionRecord ended(long wallMillis, StableCode why, String text, List<Warning> had) {
        return new SessionRecord(id, protocol, room, userId, peer, startedWallMillis, wallMillis, why, text,
                had);
    }
}

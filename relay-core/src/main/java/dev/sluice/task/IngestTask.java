package dev.sluice.task;

import dev.sluice.room.RoomKey;

/**
 * One pull from its start to its end, as it is stored; immutable. Times are wall milliseconds since 1970, 0 where it has not
 * happened.
 *
 * @param id opaque, {@code [A-Za-z0-9+.-]}, unguessable
 * @param failures in a row, for the retry rule
 * @param progress what else the rules go by
 * @param firstMediaMillis when its anchor entered the room
 * @param pausedMillis when it was paused
 * @param positionMillis how far a file has been played, in this play of it
 * @param playsLeft of a file, this one included; -1 without end
 * @param endCode why it ended, a stable code; empty while it lives
 * @param endReason the same in plain English
 */
public record IngestTask(String id, RoomKey room, String userId, TaskSettings settings, TaskState state, int failures,
        TaskProgress progress, long createdMillis, long firstMediaMillis, long pausedMillis, long positionMillis,
        int playsLeft,
        long endedMillis, String endCode, String endReason) {
    public boolean ended() {
        return state == TaskState.ENDED;
    }
}

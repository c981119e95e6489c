package dev.sluice.event;

import dev.sluice.room.RoomKey;

/**
 * Somebody inside a room, kept so that a process that died can tell at its restart who has left.
 *
 * @param anchor whether it publishes; a user may be anchor and viewer at once
 */
public record Presence(RoomKey room, String userId, boolean anchor) {}

package dev.sluice.task;

import dev.sluice.room.RoomKey;

/** A task that is wanted; its tokens were checked. */
public record NewTask(RoomKey room, String userId, TaskSettings settings) {}

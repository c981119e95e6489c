package dev.sluice.room;

/** How many may be where; the names are the configuration's. */
public record RoomLimits(int roomsPerApp, int anchorsPerRoom, int viewersPerRoom, int sessionsPerUser) {}

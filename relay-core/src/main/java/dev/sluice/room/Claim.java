package dev.sluice.room;

/**
 * An authorised wish to publish.
 *
 * @param policy what happens when the user is publishing already
 * @param graceMillis how long the place is kept when the connection is lost
 * @param createsRoom whether the user may publish where no room is yet
 */
public record Claim(RoomKey room, String userId, Source source, TakeoverPolicy policy, long graceMillis,
        boolean createsRoom) {}

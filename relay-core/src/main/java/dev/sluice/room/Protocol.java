package dev.sluice.room;

/** The ways into a room. */
public enum Protocol {
    RTMP, WHIP, PULL
}

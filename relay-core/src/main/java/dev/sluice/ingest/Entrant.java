package dev.sluice.ingest;

/** Somebody who may enter a room: who he is by his UserSig, and what he may do there. */
public record Entrant(String userId, Grant grant) {}

package dev.sluice.ingest;

import dev.sluice.auth.UserSigVerifier;
import dev.sluice.room.TakeoverPolicy;

/** One application: who may enter its rooms, and on which terms. */
public record App(long sdkAppId, UserSigVerifier tokens, TakeoverPolicy takeover, int graceSeconds) {}

package dev.sluice.auth;

/** Claims and the signature that came with them, not yet compared. */
record SignedClaims(Claims claims, String signature) {}

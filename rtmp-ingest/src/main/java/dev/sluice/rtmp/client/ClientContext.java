package dev.sluice.rtmp.client;

import dev.sluice.runtime.Clock;

/** What all connections of a client share. */
record ClientContext(ClientLimits limits, Clock clock) {}

package dev.sluice.rtmp;

import dev.sluice.runtime.Clock;

/** What all sessions of a server share. */
record RtmpContext(Door door, RtmpLimits limits, Clock clock, RtmpMetrics metrics, RareLog strangers) {}

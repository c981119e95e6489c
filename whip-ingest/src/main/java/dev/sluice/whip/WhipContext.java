package dev.sluice.whip;

import dev.sluice.runtime.Clock;
import dev.sluice.webrtc.rtp.receive.ReceiveMetrics;
import java.util.random.RandomGenerator;

/**
 * What all WHIP publishers of the process share.
 *
 * @param random unpredictable
 */
public record WhipContext(Clock clock, ReceiveMetrics metrics, RandomGenerator random) {}

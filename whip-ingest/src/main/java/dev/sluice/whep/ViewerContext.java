package dev.sluice.whep;

import dev.sluice.room.Track;
import dev.sluice.runtime.Clock;
import dev.sluice.webrtc.rtp.RtpMetrics;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * What all viewers of the process share.
 *
 * @param opus an audio track's Opus, whatever its codec; called on the track's loop
 * @param random unpredictable
 */
public record ViewerContext(Clock clock, RtpMetrics metrics, UnaryOperator<Track> opus, RandomGenerator random) {}

package dev.sluice.whep;

import dev.sluice.room.Publisher;
import dev.sluice.room.Track;
import dev.sluice.runtime.Clock;
import dev.sluice.webrtc.rtp.RtpMetrics;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * What all viewers of the process share.
 *
 * @param opus the Opus of an AAC track, called on the track's loop
 * @param keyFrameRequests asks a publisher's encoder for a key frame, at most once a second and loop; does nothing where
 *         its protocol has no way to. Called on viewers' loops
 * @param random unpredictable
 */
public record ViewerContext(Clock clock, RtpMetrics metrics, UnaryOperator<Track> opus,
        Consumer<Publisher> keyFrameRequests, RandomGenerator random) {}

package dev.sluice.rtmp.client;

import dev.sluice.rtmp.amf.AmfLimits;
import dev.sluice.rtmp.codec.ChunkLimits;
import java.time.Duration;

/**
 * What a client takes upon itself, per connection.
 *
 * @param connectTime to a TCP connection
 * @param handshakeTime from there to the end of the handshake, TLS included
 * @param answerTime to each answer: connect, createStream, play or publish
 * @param idleTime without a byte while playing, or with a full write queue while publishing
 * @param writeQueueBytes that wait to be sent; one message more, and publishing drops
 */
public record ClientLimits(ChunkLimits chunks, AmfLimits amf, Duration connectTime, Duration handshakeTime,
        Duration answerTime, Duration idleTime, int writeQueueBytes) {
    public static final ClientLimits DEFAULT = new ClientLimits(ChunkLimits.DEFAULT, AmfLimits.DEFAULT,
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), 4 << 20);
}

package dev.sluice.rtmp;

import dev.sluice.rtmp.amf.AmfLimits;
import dev.sluice.rtmp.codec.ChunkLimits;
import java.time.Duration;

/**
 * What the RTMP port takes upon itself.
 *
 * @param connections at once
 * @param connectionsPerAddress at once from one address
 * @param handshakesHalfOpen accepted and not through the handshake
 * @param handshakeTime from accept to the end of the handshake
 * @param publishTime from accept, or from the end of a publish, to the next publish
 * @param idleTime without a byte while publishing
 * @param lingerTime between a refusal and the close, in which the peer may read it
 */
public record RtmpLimits(int connections, int connectionsPerAddress, int handshakesHalfOpen, ChunkLimits chunks,
        AmfLimits amf, Duration handshakeTime, Duration publishTime, Duration idleTime, Duration lingerTime) {
    public static final RtmpLimits DEFAULT = new RtmpLimits(10_000, 100, 500, ChunkLimits.DEFAULT, AmfLimits.DEFAULT,
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(2));

    /** No message of those that come before a publish is granted is long, and no stranger has us hold more. */
    private static final int UNAUTHORISED_BYTES = 256 * 1024;

    /**
     * The same for somebody who streams, and is to be off at once: OBS reads nothing meanwhile and takes itself to be on
     * air until the close, FFmpeg looks for an answer with each packet.
     */
    Duration streamingLingerTime() {
        return lingerTime.dividedBy(2);
    }

    ChunkLimits unauthorisedChunks() {
        return new ChunkLimits(Math.min(chunks.messageBytes(), UNAUTHORISED_BYTES),
                Math.min(chunks.partialBytes(), UNAUTHORISED_BYTES), chunks.chunkStreams());
    }
}

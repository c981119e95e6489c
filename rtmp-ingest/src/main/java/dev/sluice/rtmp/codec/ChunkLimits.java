package dev.sluice.rtmp.codec;

/**
 * Bounds of what one connection may make us hold.
 *
 * @param messageBytes of one message
 * @param partialBytes received of messages that are not complete yet, over all chunk streams
 * @param chunkStreams different chunk stream ids
 */
public record ChunkLimits(int messageBytes, int partialBytes, int chunkStreams) {
    public static final ChunkLimits DEFAULT = new ChunkLimits(8 << 20, 16 << 20, 64);
}

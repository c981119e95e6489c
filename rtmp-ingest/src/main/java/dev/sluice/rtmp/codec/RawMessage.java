package dev.sluice.rtmp.codec;

import io.netty.buffer.ByteBuf;

/**
 * A whole message as the chunk layer sees it. Its holder releases it.
 *
 * @param typeId message type, see {@link MessageType}
 * @param streamId message stream id
 * @param timestamp milliseconds, unsigned 32 bits
 * @param payload owned by this message
 */
public record RawMessage(int chunkStreamId, int typeId, int streamId, long timestamp, ByteBuf payload) {
    public void release() {
        payload.release();
    }
}

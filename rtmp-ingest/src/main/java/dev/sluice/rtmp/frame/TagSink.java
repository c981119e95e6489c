package dev.sluice.rtmp.frame;

import io.netty.buffer.ByteBuf;

/** Where tags go. Times are milliseconds. */
public interface TagSink {
    /**
     * @param body of an FLV audio tag; taken
     * @return false if it was dropped
     */
    boolean writeAudio(long millis, ByteBuf body);

    /**
     * @param body of an FLV video tag; taken
     * @return false if it was dropped
     */
    boolean writeVideo(long millis, ByteBuf body);
}

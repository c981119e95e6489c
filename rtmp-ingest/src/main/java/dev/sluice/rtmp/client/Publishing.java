package dev.sluice.rtmp.client;

import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.frame.TagSink;
import java.util.List;

/**
 * A publish that was begun. Writes are for its loop only; they take the buffer, and return false where the message was
 * dropped: before {@link PublishListener#onPublishing}, with a full write queue, after the end. Timestamps are
 * milliseconds, sent modulo 2^32.
 */
public interface Publishing extends TagSink {
    /** Metadata, such as {@code @setDataFrame, onMetaData, {...}}. */
    boolean writeData(long millis, List<AmfValue> values);

    /** Whether a write would be sent. */
    boolean isWritable();

    /**
     * Unpublishes, sends what is queued and closes. Safe from any thread. The listener hears {@link ClientEnd.Closed} if
     * nothing else came first.
     */
    void close();
}

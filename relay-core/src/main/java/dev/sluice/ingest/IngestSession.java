package dev.sluice.ingest;

import dev.sluice.runtime.ProtocolException;
import io.netty.channel.EventLoop;

/** One connection that publishes; the side of it that the room sees. */
public interface IngestSession {
    /** Unique in the process and unguessable enough to be shown in the API. */
    String id();

    /** Where the session lives; its frames come from there. */
    EventLoop loop();

    /**
     * The room has parted with the session: taken over, removed, rejected. To be told to the peer in its protocol's
     * words, then the connection closes. From any thread, at most once; the publication takes nothing any more.
     */
    void close(ProtocolException reason);
}

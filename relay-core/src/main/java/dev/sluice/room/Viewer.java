package dev.sluice.room;

import dev.sluice.runtime.ProtocolException;

/** One connection that watches, as the room sees it. */
public interface Viewer {
    /** Unique in the process. */
    String id();

    String userId();

    /** The room has parted with the viewer. From any thread, at most once. */
    void close(ProtocolException reason);
}

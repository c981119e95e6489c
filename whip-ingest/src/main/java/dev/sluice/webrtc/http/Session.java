package dev.sluice.webrtc.http;

import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;

/** One publisher or viewer, as its resource sees it. Safe on any thread. */
public interface Session {
    /** As room events and the log have it; may be shown. */
    String id();

    RoomKey room();

    String userId();

    /** The peer says goodbye. Idempotent. */
    void leave(ProtocolException reason);

    /** The peer went without a goodbye, and may come back. Idempotent. */
    default void lose(ProtocolException reason) {
        leave(reason);
    }
}

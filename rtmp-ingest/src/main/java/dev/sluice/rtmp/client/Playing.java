package dev.sluice.rtmp.client;

/** A play that was begun. Safe from any thread. */
public interface Playing {
    /**
     * Whether to read on, from {@link PlayListener#onPlaying} on: a paused play leaves the server's bytes in the socket,
     * and is not idle.
     */
    void reading(boolean wanted);

    /** Ends it. The listener hears {@link ClientEnd.Closed} if nothing else came first. */
    void close();
}

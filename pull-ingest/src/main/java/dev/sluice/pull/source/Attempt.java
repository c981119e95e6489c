package dev.sluice.pull.source;

/** One connection of a source, or the wish for it. On the loop. */
interface Attempt {
    /** Tells nothing more from now on. Idempotent. */
    void close();

    /** What an attempt comes to; each ends it, and only one is told. */
    interface Outcome {
        /** Another address may do better. */
        void onUnreachable(SourceEnd reason);

        /** @param location as it was sent */
        void onMoved(String location);

        void onEnd(SourceEnd end);
    }
}

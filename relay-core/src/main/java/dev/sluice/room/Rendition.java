package dev.sluice.room;

/** A derived view of a track that its subscribers share; made by the first that needs it, released with the last. */
public interface Rendition {
    /** The last subscriber has left. */
    void release();
}

package dev.sluice.pull.source;

/** One opened source. On its event loop. */
public interface Source {
    /** Frames no more, nor an end, from now on. Idempotent. */
    void close();
}

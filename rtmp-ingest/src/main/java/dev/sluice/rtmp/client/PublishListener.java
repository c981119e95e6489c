package dev.sluice.rtmp.client;

/** Hears a publish, on its loop. */
public interface PublishListener {
    /** The server takes the stream: write. */
    void onPublishing();

    /** The write queue is full, and what is written is dropped; or has room again. */
    void onWritable(boolean writable);

    /** Once, and the last call. */
    void onEnd(ClientEnd end);
}

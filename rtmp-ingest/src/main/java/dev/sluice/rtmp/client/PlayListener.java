package dev.sluice.rtmp.client;

import dev.sluice.rtmp.codec.RtmpMessage;

/** Hears a play, on its loop. Messages are borrowed: whoever keeps a body retains it. Aggregates come in their parts. */
public interface PlayListener {
    /** The server plays; media follow. */
    void onPlaying();

    void onAudio(RtmpMessage.Audio audio);

    void onVideo(RtmpMessage.Video video);

    /** Metadata, never empty: {@code onMetaData} and an object or array, or whatever else the server has to tell. */
    void onData(RtmpMessage.Data data);

    /** Once, and the last call. */
    void onEnd(ClientEnd end);
}

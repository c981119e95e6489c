package dev.sluice.rtmp.client;

import dev.sluice.rtmp.codec.RtmpMessage;

/** What a connection is opened for. Called on its loop. */
interface Role {
    /** What the program is called in connect; servers treat encoders and players differently. */
    String flashVersion();

    /** Sent before createStream. */
    RtmpMessage[] announce(String stream);

    /** Sent when the message stream is there. */
    RtmpMessage[] start(int streamId, String stream);

    /** Sent before we close it ourselves. */
    RtmpMessage[] goodbye(int streamId, String stream);

    /** Whether this status says that the stream runs. */
    boolean starts(String code);

    /** Whether this status says that the stream is over. */
    boolean ends(String code);

    /** Whether a server that is silent while the stream runs is dead. */
    boolean listens();

    /** The stream runs. */
    void onStarted(ClientSession session, int streamId);

    /** Audio, video, data; borrowed. */
    void onMedia(RtmpMessage media);

    void onWritable(boolean writable);

    /** Once, and the last call. */
    void onEnd(ClientEnd end);
}

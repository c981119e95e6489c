package dev.sluice.ingest;

import dev.sluice.room.Reception;
import dev.sluice.runtime.ProtocolException;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Optional;

/** One connection that publishes; the side of it that the room sees. */
public interface IngestSession {
    /** Unique in the process and unguessable enough to be shown in the API. */
    String id();

    /** Where the session lives; its frames come from there. */
    EventLoop loop();

    /** What the encoder calls itself, where the protocol tells. Safe anywhere. */
    default Optional<String> encoderName() {
        return Optional.empty();
    }

    /** Whether the peer agreed to make a key frame when it is asked for one. From any thread. */
    default boolean givesKeyFrames() {
        return false;
    }

    /**
     * A viewer needs a key frame of a track; asked at most once a second. On the session's loop. Without effect where the
     * protocol has no way to ask.
     *
     * @param trackId as {@link dev.sluice.media.TrackInfo#id()} has it
     */
    default void requestKeyFrame(String trackId) {}

    /**
     * How its tracks come in, by {@link dev.sluice.media.TrackInfo#id()}; empty where the protocol does not know. Safe
     * anywhere.
     */
    default Map<String, Reception> reception() {
        return Map.of();
    }

    /**
     * The room has parted with the session: taken over, removed, rejected. To be told to the peer in its protocol's
     * words, then the connection closes. From any thread, at most once; the publication takes nothing any more.
     */
    void close(ProtocolException reason);
}

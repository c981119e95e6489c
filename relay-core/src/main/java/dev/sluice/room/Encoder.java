package dev.sluice.room;

import java.util.Optional;

/** What makes a source's frames, as far as it can be spoken to. From any thread. */
public interface Encoder {
    /** One that nobody can ask for anything. */
    Encoder DEAF = new Encoder() {
        @Override
        public boolean givesKeyFrames() {
            return false;
        }

        @Override
        public void requestKeyFrame(String trackId) {}
    };

    /** What it calls itself, where the protocol tells. */
    default Optional<String> name() {
        return Optional.empty();
    }

    /** Whether it is agreed that it makes a key frame when it is asked for one. */
    boolean givesKeyFrames();

    /** Asks for a key frame of the track with this id. */
    void requestKeyFrame(String trackId);
}

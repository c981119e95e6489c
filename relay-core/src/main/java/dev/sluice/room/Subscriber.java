package dev.sluice.room;

import dev.sluice.media.EncodedFrame;
import dev.sluice.runtime.StableCode;
import io.netty.channel.EventLoop;
import java.util.List;

/**
 * Whatever takes a track's frames out of the room. Every call comes on {@link #loop()}, in order; frames are borrowed.
 *
 * <p>A subscriber that was too slow sees a gap in {@link EncodedFrame#sequence()}, and the frame after a gap of a video
 * track is a key frame. A frame whose {@link EncodedFrame#track()} differs from the one before carries a new codec
 * configuration.
 */
public interface Subscriber {
    EventLoop loop();

    /**
     * The first call.
     *
     * @param fanOut this loop's end of the track; holds the renditions that this loop's subscribers share
     * @param cached the frames since the last key frame, oldest first, borrowed; empty for audio and where there is none
     */
    void onJoin(FanOut fanOut, List<EncodedFrame> cached);

    void onFrame(EncodedFrame frame);

    /** After one or more frames, when every subscriber of the loop has had them: what was written may be flushed. */
    void onServed();

    /** The last call: the track is over. Not called after {@link Track#unsubscribe}. */
    void onEnd(StableCode reason);
}

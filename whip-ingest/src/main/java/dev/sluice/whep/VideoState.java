package dev.sluice.whep;

/**
 * What a viewer is shown.
 *
 * @param track id of the track; empty: none yet
 * @param paused whether it is held back because the viewer does not report
 * @param slow whether it is less than the best encoding, because the path is too small for that
 * @param keyFramesOnly whether it is key frames only, for the same reason
 * @param estimateBits a second that the viewer thinks it can take; 0 where it does not say
 */
public record VideoState(String track, boolean paused, boolean slow, boolean keyFramesOnly, long estimateBits) {
    static final VideoState NONE = new VideoState("", false, false, false, 0);
}

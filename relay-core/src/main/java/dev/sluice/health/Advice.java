package dev.sluice.health;

import java.util.Locale;

/** What a streamer is told, and what to do about it. */
final class Advice {
    static final String TIMESTAMP_JUMP = "the source's timestamps jumped: viewers saw the picture stall or skip. The"
            + " encoder's clock was restarted or a looped file began anew; if it goes on, restart the encoder and set the"
            + " same sample rate for all its audio devices";
    static final String NO_KEYFRAME = "pictures come without a key frame, so nobody can watch: restart the stream, and"
            + " set the keyframe interval to 2 s in OBS's output settings (-g in FFmpeg)";
    /** A group of this length is not too long in itself. */
    private static final long USUAL_MILLIS = 2_500;

    private Advice() {}

    static String gopTooLong(GopMeter group) {
        long millis = group.tooLongMillis();
        var apart = "key frames are " + (group.measured() ? "" : "more than ") + seconds(millis)
                + " s apart, longer than the relay keeps, so new viewers wait for the next: ";
        return apart + (millis > USUAL_MILLIS
                ? "set the keyframe interval to 2 s in OBS's output settings (-g in FFmpeg)"
                : "set the keyframe interval to 1 s in OBS's output settings (-g in FFmpeg), or lower the bitrate");
    }

    /** @param codecs what the source sends: {@code H265, AAC} */
    static String codecUnsupported(String codecs, boolean h264) {
        return "viewers were turned away because they cannot play this stream (" + codecs + "): "
                + (h264
                        ? "they need a browser or player that takes H.264 and Opus over WebRTC"
                        : "choose H.264 as the video encoder in OBS's output settings, which every browser plays");
    }

    private static String seconds(long millis) {
        return millis % 1000 < 50 || millis % 1000 >= 950
                ? String.valueOf(Math.round(millis / 1000.0))
                : String.format(Locale.ROOT, "%.1f", millis / 1000.0);
    }
}

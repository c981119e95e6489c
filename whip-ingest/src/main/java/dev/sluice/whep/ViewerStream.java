package dev.sluice.whep;

import dev.sluice.room.Track;
import dev.sluice.webrtc.rtp.RtpSender;

/** One section of a viewer's answer, fed by the publisher's media of its kind. Lives on the viewer's loop. */
sealed interface ViewerStream permits AudioStream, VideoStream {
    RtpSender sender();

    /** The publisher has this track, of the stream's kind. */
    void onTrack(Track track);

    /** Packets flow from now on. */
    void start();

    /** Every half second while they do. */
    void tick(long nowNanos);

    /** Nothing is sent any more. Idempotent. */
    void close();
}

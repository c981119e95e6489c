package dev.sluice.whep;

import dev.sluice.media.Codec;
import dev.sluice.runtime.Clock;
import dev.sluice.webrtc.rtp.RtpMetrics;
import dev.sluice.webrtc.rtp.RtpSender;
import dev.sluice.webrtc.rtp.RtpSink;
import io.netty.channel.EventLoop;

/**
 * One of a viewer's media, from its track to the wire: what a subscriber needs to serve it.
 *
 * @param loop the viewer's
 */
record MediaPath(EventLoop loop, Clock clock, RtpSender sender, RtpSink sink, RtpMetrics metrics, Owner owner) {
    /** The viewer, as its media see it. Called on its loop. */
    interface Owner {
        /** The track changed to a codec that the viewer's answer lacks. */
        void onUnsupported(Codec codec);
    }
}

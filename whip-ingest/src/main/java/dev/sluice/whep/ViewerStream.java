package dev.sluice.whep;

import dev.sluice.media.MediaKind;
import dev.sluice.room.Track;
import dev.sluice.webrtc.rtp.RtpSender;
import org.jspecify.annotations.Nullable;

/** One section of a viewer's answer: its sender, and the track it is fed by once there is one. Lives on the viewer's loop. */
final class ViewerStream {
    private final RtpSender sender;
    private final MediaSubscriber subscriber;
    private @Nullable Track track;

    ViewerStream(MediaPath path) {
        sender = path.sender();
        subscriber = sender.kind() == MediaKind.VIDEO ? new VideoSubscriber(path) : new AudioSubscriber(path);
    }

    RtpSender sender() {
        return sender;
    }

    MediaSubscriber subscriber() {
        return subscriber;
    }

    /** The publisher's track of this kind stays for as long as the publisher does, so the first is the only one. */
    void subscribe(Track source) {
        if (track == null) {
            track = source;
            source.subscribe(subscriber);
        }
    }

    void close() {
        subscriber.close();
        if (track != null) {
            track.unsubscribe(subscriber);
            track = null;
        }
    }
}

package dev.sluice.whep;

import dev.sluice.room.Publisher;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.rtp.RtpSink;
import dev.sluice.webrtc.sdp.NegotiatedMedia;
import io.netty.channel.EventLoop;
import java.util.List;

/**
 * What a viewer was given when it was let in.
 *
 * @param loop of its transport
 * @param sink of its transport
 * @param media sections of the answer, at most one of a kind; a kind that is missing was not asked for and is not sent
 * @param ending whom the end is told
 */
public record ViewerSession(EventLoop loop, RtpSink sink, Publisher publisher, List<NegotiatedMedia> media,
        Ending ending) {
    public ViewerSession {
        media = List.copyOf(media);
    }

    /** Parts with a viewer that has ended. */
    @FunctionalInterface
    public interface Ending {
        /**
         * Once, on the viewer's loop, after its goodbye was written: the transport is to be closed, the room to be left.
         *
         * @param reason plain English
         */
        void onEnded(WhepViewer viewer, StableCode code, String reason);
    }
}

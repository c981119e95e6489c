package dev.sluice.whip;

import dev.sluice.ingest.Publication;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.rtp.RtpSink;
import dev.sluice.webrtc.sdp.ReceivedMedia;
import java.util.List;

/**
 * What a publisher was given when it was let in.
 *
 * @param sink of its transport, for RTCP
 * @param media the answer's accepted sections, at most one of a kind
 * @param ending whom the end is told
 */
public record PublishSession(RtpSink sink, Publication publication, List<ReceivedMedia> media, Ending ending) {
    public PublishSession {
        media = List.copyOf(media);
    }

    /** Parts with a publisher that has ended. */
    @FunctionalInterface
    public interface Ending {
        /**
         * Once, on the session's loop, after its goodbye was written: the transport is to be closed.
         *
         * @param reason plain English
         */
        void onEnded(WhipPublisher publisher, StableCode code, String reason);
    }
}

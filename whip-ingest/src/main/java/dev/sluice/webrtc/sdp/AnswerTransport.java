package dev.sluice.webrtc.sdp;

import dev.sluice.webrtc.dtls.Fingerprint;
import dev.sluice.webrtc.ice.Candidate;
import dev.sluice.webrtc.ice.IceCredentials;
import java.util.List;

/**
 * Our side of the transport, as the answer tells it.
 *
 * @param candidates the best first
 */
public record AnswerTransport(IceCredentials credentials, Fingerprint fingerprint, List<Candidate> candidates) {
    public AnswerTransport {
        candidates = List.copyOf(candidates);
    }
}

package dev.sluice.webrtc.http;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.PeerTransport;
import dev.sluice.webrtc.ice.Candidate;
import dev.sluice.webrtc.ice.IceCredentials;
import dev.sluice.webrtc.sdp.Negotiation;
import dev.sluice.webrtc.sdp.grammar.SdpFragment;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ICE session behind one resource, and what a PATCH does to it (RFC 9725 4.3). Lives on the transport's loop; what
 * may be called from any thread says so.
 *
 * <p>Candidates of the peer are read and dropped: we are ICE-lite, so we answer a check from wherever it comes.
 */
public final class IceSession {
    private final PeerTransport transport;
    private final String taggedKind;
    private final @Nullable String taggedMid;
    private final List<Candidate> candidates;
    private final Supplier<String> newTag;
    private volatile String tag;
    private String remoteUfrag;

    /** What became of a PATCH. */
    sealed interface Outcome {
        record Trickled() implements Outcome {}

        /** @param fragment ours, for the answer */
        record Restarted(String tag, SdpFragment fragment) implements Outcome {}

        record Stale() implements Outcome {}
    }

    /**
     * @param candidates ours, the best first
     * @param newTag gives a tag that no ICE session had before
     */
    public IceSession(PeerTransport transport, Negotiation negotiation, List<Candidate> candidates,
            Supplier<String> newTag) {
        this.transport = transport;
        // The offer itself is not kept: it is larger than all else that belongs to a session.
        var tagged = negotiation.sections().getFirst();
        this.taggedKind = tagged.kind();
        this.taggedMid = tagged.mid();
        this.candidates = List.copyOf(candidates);
        this.newTag = newTag;
        this.tag = newTag.get();
        this.remoteUfrag = negotiation.offer().remote().credentials().ufrag();
    }

    /** Names the present ICE session. From any thread. */
    String tag() {
        return tag;
    }

    EventLoop loop() {
        return transport.loop();
    }

    /**
     * On the transport's loop.
     *
     * @throws ProtocolException SDP_INVALID if the new credentials are malformed; the ICE session stays as it is then,
     *         as it does for whatever the transport throws that cannot restart
     */
    Outcome patch(IfMatch wanted, SdpFragment fragment) {
        if (!wanted.matches(tag)) {
            return new Outcome.Stale();
        }
        var ufrag = fragment.iceUfrag();
        // RFC 8839 4.4.1.1.1: a restart changes the ufrag.
        return ufrag == null || ufrag.equals(remoteUfrag) ? new Outcome.Trickled() : restart(credentials(fragment));
    }

    private static IceCredentials credentials(SdpFragment fragment) {
        if (fragment.iceUfrag() == null || fragment.icePwd() == null) {
            throw new ProtocolException(StableCode.SDP_INVALID, "ICE restart: found no a=ice-pwd, expected one");
        }
        try {
            return new IceCredentials(fragment.iceUfrag(), fragment.icePwd());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(StableCode.SDP_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private Outcome restart(IceCredentials remote) {
        var local = transport.restart(remote);
        remoteUfrag = remote.ufrag();
        tag = newTag.get();
        return new Outcome.Restarted(tag, new SdpFragment(local.ufrag(), local.pwd(), true, taggedKind, taggedMid,
                candidates.stream().map(Candidate::sdp).toList(), true));
    }
}

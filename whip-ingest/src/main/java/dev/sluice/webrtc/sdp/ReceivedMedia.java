package dev.sluice.webrtc.sdp;

import dev.sluice.media.MediaKind;
import dev.sluice.webrtc.sdp.grammar.MediaDescription.SourceGroup;
import java.util.List;

/**
 * One accepted media section of an answer towards a publisher: all that a receiver must know.
 *
 * @param mid the section's identification tag, also the value of the MID header extension
 * @param codecs what may come, as the answer lists it; at least one
 * @param ssrcs that the offer announced, media and retransmission; may be empty
 * @param groups of those, FID pairs a media stream with its retransmission
 * @param rids of simulcast (RFC 8853), best first as the offer lists them; empty: one encoding
 * @param extensions which header extensions were agreed, under which ids
 * @param reducedSize whether reduced-size RTCP (RFC 5506) was agreed
 */
public record ReceivedMedia(String mid, MediaKind kind, List<NegotiatedCodec> codecs, List<Long> ssrcs,
        List<SourceGroup> groups, List<String> rids, ReceivedExtensions extensions, boolean reducedSize) {
    public ReceivedMedia {
        codecs = List.copyOf(codecs);
        ssrcs = List.copyOf(ssrcs);
        groups = List.copyOf(groups);
        rids = List.copyOf(rids);
    }

    /** Whether the publisher wants this feedback. */
    public boolean wants(Feedback feedback) {
        return codecs.stream().anyMatch(codec -> codec.feedback().contains(feedback));
    }

    /** Whether its encoder can be asked for key frames. */
    public boolean givesKeyFrames() {
        return wants(Feedback.NACK_PLI) || wants(Feedback.CCM_FIR);
    }

    /** Whether retransmissions come as streams of their own (RFC 4588). */
    public boolean rtx() {
        return codecs.stream().anyMatch(NegotiatedCodec::rtx);
    }
}

package dev.sluice.webrtc.sdp;

import dev.sluice.media.Codec;
import dev.sluice.media.MediaKind;
import java.util.List;
import java.util.Optional;

/**
 * One accepted media section of an answer towards a viewer: all that a sender must know.
 *
 * @param mid the section's identification tag (RFC 5888), also the value of the MID header extension
 * @param codecs what may be sent, the anchor's present codec first; at least one, each codec once. A change of codec
 *         is a change of payload type on the same SSRC
 * @param ssrc of the media stream, 32 bits unsigned, never 0
 * @param rtxSsrc of the retransmission stream (RFC 4588), or 0 where no codec has one
 * @param cname of the RTCP SDES; the same for audio and video, which makes browsers lip-sync
 * @param midExtensionId the one-byte header extension id (1..14) of urn:ietf:params:rtp-hdrext:sdes:mid, or 0: not sent
 * @param reducedSize whether reduced-size RTCP (RFC 5506) was agreed
 */
public record NegotiatedMedia(String mid, MediaKind kind, List<NegotiatedCodec> codecs, long ssrc, long rtxSsrc,
        String cname, int midExtensionId, boolean reducedSize) {
    public NegotiatedMedia {
        codecs = List.copyOf(codecs);
    }

    /** How the viewer takes the codec; empty: it does not. */
    public Optional<NegotiatedCodec> codec(Codec codec) {
        return codecs.stream().filter(c -> c.codec() == codec).findFirst();
    }
}

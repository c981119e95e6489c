package dev.sluice.webrtc.sdp;

import dev.sluice.webrtc.sdp.AnswerWriter.Sources;
import dev.sluice.webrtc.sdp.grammar.Direction;
import dev.sluice.webrtc.sdp.grammar.Extmap;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.MediaDescription.SourceAttribute;
import dev.sluice.webrtc.sdp.grammar.MediaDescription.SourceGroup;
import dev.sluice.webrtc.sdp.grammar.Simulcast;
import java.util.ArrayList;
import java.util.List;

/** The answer's section towards a viewer. */
final class PlaySection {
    /** RFC 7587 7: in-band FEC is of use to the receiver; sprop-stereo says what comes. */
    private static final String OPUS = "minptime=10;useinbandfec=1";
    private static final String OPUS_STEREO = OPUS + ";stereo=1;sprop-stereo=1";

    private PlaySection() {}

    static MediaDescription of(MediaDescription offered, NegotiatedMedia media, boolean stereo) {
        var formats = new AnswerFormats(offered, stereo ? OPUS_STEREO : OPUS).of(media.codecs());
        var extmaps = media.midExtensionId() == 0
                ? List.<Extmap>of()
                : List.of(new Extmap(media.midExtensionId(), Extmap.MID));
        var sources = new Sources(List.of(media.cname(), offered.kind()), sources(media, offered.kind()),
                groups(media));
        return AnswerWriter.accept(offered, Direction.SENDONLY, formats, extmaps, sources, Simulcast.NONE);
    }

    private static List<SourceAttribute> sources(NegotiatedMedia media, String kind) {
        var sources = new ArrayList<SourceAttribute>();
        for (long ssrc : ssrcs(media)) {
            sources.add(new SourceAttribute(ssrc, "cname:" + media.cname()));
            sources.add(new SourceAttribute(ssrc, "msid:" + media.cname() + " " + kind));
        }
        return sources;
    }

    private static List<Long> ssrcs(NegotiatedMedia media) {
        return media.rtxSsrc() == 0 ? List.of(media.ssrc()) : List.of(media.ssrc(), media.rtxSsrc());
    }

    /** RFC 4588 8.7: which stream repeats which. */
    private static List<SourceGroup> groups(NegotiatedMedia media) {
        return media.rtxSsrc() == 0 ? List.of() : List.of(new SourceGroup("FID", ssrcs(media)));
    }
}

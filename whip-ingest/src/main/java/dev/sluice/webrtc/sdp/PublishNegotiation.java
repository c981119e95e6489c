package dev.sluice.webrtc.sdp;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.webrtc.sdp.grammar.Extmap;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.Rid;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * What a publisher will send: one section of each kind that it offers, with every payload type that the relay can carry.
 * Immutable.
 *
 * @param media the accepted sections in the offer's order, at least one
 */
public record PublishNegotiation(Offer offer, long sessionId, List<ReceivedMedia> media) implements Negotiation {
    public PublishNegotiation {
        media = List.copyOf(media);
    }

    /**
     * @param random for the session's id
     * @throws ProtocolException CODEC_UNSUPPORTED if a section has no codec in common with us: half a stream would be
     *         silently mute or black (RFC 9725 4.4.3)
     */
    public static PublishNegotiation of(Offer offer, RandomGenerator random) {
        var media = offer.media().stream().map(section -> accept(offer, section)).toList();
        return new PublishNegotiation(offer, random.nextLong() >>> 1, media);
    }

    private static ReceivedMedia accept(Offer offer, MediaDescription section) {
        var kind = Offer.kind(section).orElseThrow();
        var codecs = CodecChoice.toReceive(section, kind);
        if (codecs.isEmpty()) {
            throw CodecChoice.nothingInCommon(section, switch (kind) {
                case VIDEO -> "H264 with packetization-mode=1, VP8, VP9, AV1 or H265";
                case AUDIO -> "opus/48000/2";
            });
        }
        var extensions = extensions(offer, section);
        var ssrcs = section.sources().stream().map(MediaDescription.SourceAttribute::ssrc).distinct().toList();
        var rids = extensions.rid() == 0 ? List.<String>of() : rids(section);
        return new ReceivedMedia(Objects.requireNonNull(section.mid()), kind, codecs, ssrcs, section.sourceGroups(),
                rids, extensions, section.rtcpReducedSize());
    }

    private static ReceivedExtensions extensions(Offer offer, MediaDescription section) {
        return new ReceivedExtensions(offer.midExtension(section), offer.extension(section, Extmap.RID),
                offer.extension(section, Extmap.REPAIRED_RID), offer.extension(section, Extmap.TRANSPORT_SEQUENCE));
    }

    private static List<String> rids(MediaDescription section) {
        return PublishSection.simulcast(section).rids().stream().map(Rid::id).toList();
    }

    @Override
    public List<MediaDescription> sections() {
        return media.stream().map(accepted -> PublishSection.of(offer.section(accepted.mid()), accepted)).toList();
    }
}

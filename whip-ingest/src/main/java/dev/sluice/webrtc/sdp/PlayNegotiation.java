package dev.sluice.webrtc.sdp;

import dev.sluice.media.AacConfig;
import dev.sluice.media.Codec;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.MediaKind;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.VideoConfig;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer gets: at most one section of each kind, with every codec that both sides can do, for a kind that the
 * anchor does not send yet as well, because WHEP has no renegotiation. Immutable.
 *
 * @param cname of all media, also the id of the one media stream
 * @param media the accepted sections in the offer's order, at least one
 * @param stereo whether audio has, or may come to have, two channels
 */
public record PlayNegotiation(Offer offer, String cname, List<NegotiatedMedia> media,
        boolean stereo) implements Negotiation {
    private static final String ANY_VIDEO = "H264 with packetization-mode=1, VP8, VP9, AV1 or H265";
    private static final String OPUS = "opus/48000/2";

    public PlayNegotiation {
        media = List.copyOf(media);
    }

    /**
     * @param present what the anchor sends now
     * @param random for SSRCs and the CNAME
     * @throws ProtocolException CODEC_UNSUPPORTED if the offer has a section for a kind that the anchor sends and not
     *         its codec: the viewer would be mute or black
     */
    public static PlayNegotiation of(Offer offer, List<CodecConfig> present, RandomGenerator random) {
        var byKind = new EnumMap<MediaKind, CodecConfig>(MediaKind.class);
        present.forEach(config -> byKind.put(config.codec().kind(), config));
        var ids = new StreamIds(random, offer.ssrcs());
        var accepted = new EnumMap<MediaKind, NegotiatedMedia>(MediaKind.class);
        var inOrder = new ArrayList<NegotiatedMedia>();
        for (var section : offer.media()) {
            Offer.kind(section).filter(kind -> !accepted.containsKey(kind))
                    .flatMap(kind -> accept(offer, section, kind, byKind.get(kind), ids)).ifPresent(media -> {
                        accepted.put(media.kind(), media);
                        inOrder.add(media);
                    });
        }
        check(offer, accepted, byKind);
        return new PlayNegotiation(offer, ids.cname(), inOrder, stereo(byKind.get(MediaKind.AUDIO)));
    }

    /** Empty: nothing in common, or not what the anchor sends. */
    private static Optional<NegotiatedMedia> accept(Offer offer, MediaDescription section, MediaKind kind,
            @Nullable CodecConfig present, StreamIds ids) {
        var codecs = CodecChoice.toSend(section, kind, present);
        var mid = section.mid();
        boolean heard = present == null || codecs.stream().anyMatch(codec -> codec.codec() == sent(present));
        if (codecs.isEmpty() || !heard || mid == null) {
            return Optional.empty();
        }
        boolean rtx = codecs.stream().anyMatch(NegotiatedCodec::rtx);
        return Optional.of(new NegotiatedMedia(mid, kind, codecs, ids.ssrc(), rtx ? ids.ssrc() : 0, ids.cname(),
                offer.midExtension(section), section.rtcpReducedSize()));
    }

    /** AAC is heard as Opus. */
    private static Codec sent(CodecConfig present) {
        return present.codec() == Codec.AAC ? Codec.OPUS : present.codec();
    }

    private static void check(Offer offer, Map<MediaKind, NegotiatedMedia> accepted,
            Map<MediaKind, CodecConfig> present) {
        for (var section : offer.media()) {
            var kind = Offer.kind(section).orElseThrow();
            if (!accepted.containsKey(kind) && (present.containsKey(kind) || accepted.isEmpty())) {
                throw CodecChoice.nothingInCommon(section, expected(kind, present.get(kind)));
            }
        }
    }

    private static String expected(MediaKind kind, @Nullable CodecConfig present) {
        if (kind == MediaKind.AUDIO) {
            return OPUS;
        }
        if (present == null) {
            return ANY_VIDEO;
        }
        return present.codec() == Codec.H264 ? "H264 with packetization-mode=1" : present.codec().label();
    }

    private static boolean stereo(@Nullable CodecConfig audio) {
        return switch (audio) {
            case AacConfig aac -> aac.channels() > 1;
            case OpusConfig opus -> opus.channels() > 1;
            case VideoConfig _ -> false;
            case null -> true;
        };
    }

    /** The first stream's SSRC is a number, and as random as one can be. */
    @Override
    public long sessionId() {
        return media.getFirst().ssrc();
    }

    @Override
    public List<MediaDescription> sections() {
        return media.stream().map(accepted -> PlaySection.of(offer.section(accepted.mid()), accepted, stereo)).toList();
    }
}

package dev.sluice.webrtc.sdp;

import dev.sluice.media.AacConfig;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.H264Config;
import dev.sluice.media.MediaKind;
import dev.sluice.media.OpusConfig;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.sdp.grammar.Extmap;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.PayloadFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer gets: at most one section of each kind, with every codec that both sides can do, for a kind that the
 * anchor does not send yet as well, because WHEP has no renegotiation. Immutable.
 *
 * @param cname of all media, also the id of the one media stream
 * @param media the accepted sections in the offer's order, at least one
 * @param stereo whether audio has, or may come to have, two channels
 */
public record PlayNegotiation(PlayOffer offer, String cname, List<NegotiatedMedia> media, boolean stereo) {
    /** The one-byte header form carries 16 bytes at most (RFC 8285 4.2). */
    private static final int MAX_MID_EXTENSION = 16;

    public PlayNegotiation {
        media = List.copyOf(media);
    }

    /**
     * @param present what the anchor sends now
     * @param random for SSRCs and the CNAME
     * @throws ProtocolException CODEC_UNSUPPORTED if the offer has a section for a kind that the anchor sends and no
     *         codec for it: the viewer would be mute or black
     */
    public static PlayNegotiation of(PlayOffer offer, List<CodecConfig> present, RandomGenerator random) {
        var byKind = new EnumMap<MediaKind, CodecConfig>(MediaKind.class);
        present.forEach(config -> byKind.put(config.codec().kind(), config));
        var ids = new StreamIds(random);
        var accepted = new EnumMap<MediaKind, NegotiatedMedia>(MediaKind.class);
        var inOrder = new ArrayList<NegotiatedMedia>();
        for (var section : offer.playable()) {
            PlayOffer.kind(section).filter(kind -> !accepted.containsKey(kind))
                    .flatMap(kind -> accept(offer, section, kind, byKind.get(kind), ids)).ifPresent(media -> {
                        accepted.put(media.kind(), media);
                        inOrder.add(media);
                    });
        }
        check(offer, accepted, byKind);
        return new PlayNegotiation(offer, ids.cname(), inOrder, stereo(byKind.get(MediaKind.AUDIO)));
    }

    private static Optional<NegotiatedMedia> accept(PlayOffer offer, MediaDescription section, MediaKind kind,
            @Nullable CodecConfig present, StreamIds ids) {
        var codecs = CodecChoice.of(section, kind, present);
        var mid = section.mid();
        if (codecs.isEmpty() || mid == null) {
            return Optional.empty();
        }
        boolean rtx = codecs.stream().anyMatch(NegotiatedCodec::rtx);
        return Optional.of(new NegotiatedMedia(mid, kind, codecs, ids.ssrc(), rtx ? ids.ssrc() : 0, ids.cname(),
                midExtension(offer, section, mid), section.rtcpReducedSize()));
    }

    private static int midExtension(PlayOffer offer, MediaDescription section, String mid) {
        if (mid.length() > MAX_MID_EXTENSION) {
            return 0;
        }
        var own = section.extmap(Extmap.MID);
        var shared = offer.description().extmaps().stream().filter(e -> e.uri().equals(Extmap.MID)).findFirst();
        return own.or(() -> shared).filter(Extmap::oneByte).map(Extmap::id).orElse(0);
    }

    private static void check(PlayOffer offer, Map<MediaKind, NegotiatedMedia> accepted,
            Map<MediaKind, CodecConfig> present) {
        for (var section : offer.playable()) {
            var kind = PlayOffer.kind(section).orElseThrow();
            if (!accepted.containsKey(kind) && (present.containsKey(kind) || accepted.isEmpty())) {
                throw ProtocolException.found(StableCode.CODEC_UNSUPPORTED, section.kind() + " codecs offered",
                        names(section), kind == MediaKind.VIDEO ? "H264 with packetization-mode=1" : "opus/48000/2");
            }
        }
    }

    private static String names(MediaDescription section) {
        return section.payloads().stream().map(PayloadFormat::encoding).distinct().limit(16)
                .collect(Collectors.joining(", "));
    }

    private static boolean stereo(@Nullable CodecConfig audio) {
        return switch (audio) {
            case AacConfig aac -> aac.channels() > 1;
            case OpusConfig opus -> opus.channels() > 1;
            case H264Config _ -> false;
            case null -> true;
        };
    }

    Optional<NegotiatedMedia> accepted(MediaDescription section) {
        return media.stream().filter(m -> m.mid().equals(section.mid())).findFirst();
    }
}

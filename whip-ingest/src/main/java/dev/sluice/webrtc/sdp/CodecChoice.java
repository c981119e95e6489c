package dev.sluice.webrtc.sdp;

import dev.sluice.media.Codec;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.H264Config;
import dev.sluice.media.MediaKind;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.PayloadFormat;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Picks from one offered section every codec that the relay can send to a viewer. */
final class CodecChoice {
    private static final int OPUS_CLOCK = 48_000;

    private CodecChoice() {}

    /**
     * @param present what the anchor sends of this kind now, or null
     * @return its codec first; empty: nothing in common
     */
    static List<NegotiatedCodec> of(MediaDescription section, MediaKind kind, @Nullable CodecConfig present) {
        return Arrays.stream(Codec.values()).filter(codec -> codec.kind() == kind)
                .sorted((a, b) -> Boolean.compare(current(b, present), current(a, present)))
                .flatMap(codec -> find(codec, section, present).map(f -> negotiated(codec, f, section)).stream())
                .toList();
    }

    private static boolean current(Codec codec, @Nullable CodecConfig present) {
        return present != null && present.codec() == codec;
    }

    private static Optional<PayloadFormat> find(Codec codec, MediaDescription section, @Nullable CodecConfig present) {
        return switch (codec) {
            case H264 -> H264Format.nearest(section.payloads(), profile(present));
            case OPUS -> section.payloads().stream().filter(f -> f.is("opus", OPUS_CLOCK)).findFirst();
            // No browser takes it over RTP: it is heard as Opus.
            case AAC -> Optional.empty();
        };
    }

    private static H264Profile profile(@Nullable CodecConfig present) {
        return present instanceof H264Config h264
                ? H264Profile.of(h264.profile(), h264.constraints())
                : H264Profile.CONSTRAINED_BASELINE;
    }

    private static NegotiatedCodec negotiated(Codec codec, PayloadFormat format, MediaDescription section) {
        return new NegotiatedCodec(codec, format.payloadType(), format.clockRate(), format.channels(),
                retransmission(format, section), feedback(format));
    }

    /** RFC 4588 8.6: the rtx payload type whose {@code apt} is the codec's. */
    private static int retransmission(PayloadFormat codec, MediaDescription section) {
        var apt = Integer.toString(codec.payloadType());
        return section.payloads().stream().filter(f -> f.is("rtx", codec.clockRate()))
                .filter(f -> f.parameter("apt").filter(apt::equals).isPresent()).mapToInt(PayloadFormat::payloadType)
                .findFirst().orElse(NegotiatedCodec.NO_RTX);
    }

    private static Set<Feedback> feedback(PayloadFormat format) {
        var set = EnumSet.noneOf(Feedback.class);
        format.feedback().forEach(text -> Feedback.of(text).ifPresent(set::add));
        return set;
    }
}

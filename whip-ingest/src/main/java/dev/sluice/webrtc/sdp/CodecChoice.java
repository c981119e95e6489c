package dev.sluice.webrtc.sdp;

import dev.sluice.media.Codec;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.MediaKind;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.PayloadFormat;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Picks from one offered section the codecs that the relay can carry. */
final class CodecChoice {
    private static final int NAMES_SHOWN = 16;

    private CodecChoice() {}

    /**
     * Towards a viewer: each codec once, by the payload type nearest to the stream.
     *
     * @param present what the anchor sends of this kind now, or null
     * @return its codec first; empty: nothing in common
     */
    static List<NegotiatedCodec> toSend(MediaDescription section, MediaKind kind, @Nullable CodecConfig present) {
        return Arrays.stream(Codec.values()).filter(codec -> codec.kind() == kind)
                .sorted(Comparator.comparing(codec -> present == null || present.codec() != codec))
                .flatMap(codec -> nearest(codec, section, present)
                        .map(format -> negotiated(codec, format, section, theirEstimate(feedback(format)))).stream())
                .toList();
    }

    private static Optional<PayloadFormat> nearest(Codec codec, MediaDescription section,
            @Nullable CodecConfig present) {
        return section.payloads().stream().filter(format -> CodecFormat.codec(format).equals(Optional.of(codec)))
                .min(Comparator.comparingInt(format -> CodecFormat.distance(format, codec, present)));
    }

    /** A browser that is given both sends no REMB, and we keep no estimate of our own to make from transport-cc. */
    private static Set<Feedback> theirEstimate(Set<Feedback> offered) {
        offered.remove(Feedback.TRANSPORT_CC);
        return offered;
    }

    /** From a publisher: every payload type, in the offer's order of preference. */
    static List<NegotiatedCodec> toReceive(MediaDescription section, MediaKind kind) {
        return section.payloads().stream()
                .flatMap(format -> CodecFormat.codec(format).filter(codec -> codec.kind() == kind)
                        .map(codec -> negotiated(codec, format, section, senderEstimate(feedback(format)))).stream())
                .toList();
    }

    /** With transport-cc the sender makes the estimate, of what we saw arrive; REMB, an estimate of our own, we don't send. */
    private static Set<Feedback> senderEstimate(Set<Feedback> offered) {
        offered.remove(Feedback.GOOG_REMB);
        return offered;
    }

    private static NegotiatedCodec negotiated(Codec codec, PayloadFormat format, MediaDescription section,
            Set<Feedback> feedback) {
        return new NegotiatedCodec(codec, format.payloadType(), format.clockRate(), format.channels(),
                retransmission(format, section), feedback);
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

    /** Nothing in the section is of use: whoever offered it would be mute or black. */
    static ProtocolException nothingInCommon(MediaDescription section, String expected) {
        var names = section.payloads().stream().map(CodecFormat::name).distinct().limit(NAMES_SHOWN)
                .collect(Collectors.joining(", "));
        return ProtocolException.found(StableCode.CODEC_UNSUPPORTED, section.kind() + " codecs offered", names,
                expected);
    }
}

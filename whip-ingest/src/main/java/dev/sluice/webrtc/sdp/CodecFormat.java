package dev.sluice.webrtc.sdp;

import dev.sluice.media.Av1Config;
import dev.sluice.media.Codec;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.H264Config;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.Vp9Config;
import dev.sluice.webrtc.sdp.grammar.PayloadFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a format of an offer is, how near its profile is to a stream's, and what to answer of its parameters. */
final class CodecFormat {
    private static final int VIDEO_CLOCK = 90_000;
    private static final int OPUS_CLOCK = 48_000;
    /** draft-ietf-payload-vp9 6.1 */
    private static final String VP9_PROFILE = "profile-id";
    /** AV1 RTP payload format 7.2.1 */
    private static final String AV1_PROFILE = "profile";
    /** RFC 7798 7.1 */
    private static final String HEVC_PROFILE = "profile-id";
    private static final int HEVC_MAIN = 1;
    private static final List<String> AV1_PARAMETERS = List.of("level-idx", AV1_PROFILE, "tier");
    private static final List<String> HEVC_PARAMETERS = List.of("level-id", HEVC_PROFILE, "tier-flag", "tx-mode");
    private static final Pattern REPEATABLE = Pattern.compile("[A-Za-z0-9]{1,16}");
    private static final Pattern PROFILE = Pattern.compile("[0-9]{1,3}");

    private CodecFormat() {}

    /** The codec, if the relay can carry it in this format. */
    static Optional<Codec> codec(PayloadFormat format) {
        return Arrays.stream(Codec.values()).filter(codec -> is(codec, format)).findFirst();
    }

    private static boolean is(Codec codec, PayloadFormat format) {
        return switch (codec) {
            case H264 -> H264Format.fragments(format);
            case VP8, VP9, AV1, HEVC -> format.is(codec.label(), VIDEO_CLOCK);
            case OPUS -> format.is(codec.label(), OPUS_CLOCK);
            // No browser takes it over RTP: it is heard as Opus.
            case AAC -> false;
        };
    }

    /**
     * 0 is the same profile. It only chooses: decoders do more than they announce, so a profile never refuses.
     *
     * @param stream what will be sent, or null where that is not known
     */
    static int distance(PayloadFormat format, Codec codec, @Nullable CodecConfig stream) {
        return switch (codec) {
            case H264 -> H264Format.profile(format).distance(stream instanceof H264Config h264
                    ? H264Profile.of(h264.profile(), h264.constraints())
                    : H264Profile.CONSTRAINED_BASELINE);
            case VP9 -> apart(format, VP9_PROFILE, 0, stream instanceof Vp9Config vp9 ? vp9.profile() : 0);
            case AV1 -> apart(format, AV1_PROFILE, 0, stream instanceof Av1Config av1 ? av1.profile() : 0);
            case HEVC -> apart(format, HEVC_PROFILE, HEVC_MAIN, stream instanceof HevcConfig hevc
                    ? hevc.profile()
                    : HEVC_MAIN);
            case VP8, OPUS, AAC -> 0;
        };
    }

    private static int apart(PayloadFormat format, String name, int absent, int profile) {
        int offered = format.parameter(name).filter(text -> PROFILE.matcher(text).matches()).map(Integer::parseInt)
                .orElse(absent);
        return Math.abs(offered - profile);
    }

    /** What an answer repeats of a video format's parameters. */
    static String parameters(PayloadFormat offered, Codec codec) {
        return switch (codec) {
            case H264 -> H264Format.answer(offered);
            case VP9 -> repeated(offered, List.of(VP9_PROFILE));
            case AV1 -> repeated(offered, AV1_PARAMETERS);
            case HEVC -> repeated(offered, HEVC_PARAMETERS);
            case VP8, OPUS, AAC -> "";
        };
    }

    private static String repeated(PayloadFormat offered, List<String> names) {
        return names.stream()
                .flatMap(name -> offered.parameter(name).filter(text -> REPEATABLE.matcher(text).matches())
                        .map(text -> Stream.of(name + "=" + text)).orElseGet(Stream::empty))
                .collect(Collectors.joining(";"));
    }

    /** As an error names it: H.264 with what it lacks. */
    static String name(PayloadFormat format) {
        return format.encoding().equalsIgnoreCase(Codec.H264.label()) && !H264Format.fragments(format)
                ? format.encoding() + " with packetization-mode=" + format.parameter("packetization-mode").orElse("0")
                : format.encoding();
    }
}

package dev.sluice.webrtc.sdp;

import dev.sluice.webrtc.sdp.grammar.PayloadFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameters of H.264 in an offer (RFC 6184 8), and what to answer of them. */
final class H264Format {
    private static final String NAME = "H264";
    private static final int CLOCK = 90_000;
    private static final String LEVEL_ASYMMETRY = "level-asymmetry-allowed";
    private static final String MODE = "packetization-mode";
    private static final String PROFILE_LEVEL = "profile-level-id";
    private static final Pattern SIX_HEX = Pattern.compile("[0-9A-Fa-f]{6}");

    private H264Format() {}

    /** RFC 6184 6.2: only mode 1 has the FU-A that a large picture needs; absent means mode 0. */
    static boolean fragments(PayloadFormat format) {
        return format.is(NAME, CLOCK) && format.parameter(MODE).filter("1"::equals).isPresent();
    }

    static H264Profile profile(PayloadFormat format) {
        // RFC 6184 8.1: without the parameter it is Baseline.
        return profileLevel(format).map(hex -> Integer.parseInt(hex, 16))
                .map(id -> H264Profile.of(id >> 16, id >> 8 & 0xff)).orElse(H264Profile.BASELINE);
    }

    private static Optional<String> profileLevel(PayloadFormat format) {
        return format.parameter(PROFILE_LEVEL).filter(hex -> SIX_HEX.matcher(hex).matches());
    }

    /** RFC 6184 8.2.2: profile and mode are symmetric, so the answer repeats the offer's. */
    static String answer(PayloadFormat offered) {
        var asymmetry = offered.parameter(LEVEL_ASYMMETRY).filter("1"::equals).map(_ -> LEVEL_ASYMMETRY + "=1;");
        var profile = profileLevel(offered).map(hex -> ";" + PROFILE_LEVEL + "=" + hex);
        return asymmetry.orElse("") + MODE + "=1" + profile.orElse("");
    }
}

package dev.sluice.rtmp.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** User and password of a URL, percent-decoded; never shown. */
public record Login(String user, String password) {
    /** @return nothing where either half is missing */
    static Optional<Login> parse(String userInfo) {
        int colon = userInfo.indexOf(':');
        return colon < 1 || colon == userInfo.length() - 1
                ? Optional.empty()
                : Optional.of(new Login(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1))));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text; // a bare percent sign: FFmpeg takes such a password as it stands
        }
    }

    @Override
    public String toString() {
        return "Login[***]";
    }
}

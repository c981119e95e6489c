package dev.sluice.webrtc.http;

import org.jspecify.annotations.Nullable;

/**
 * A STUN or TURN server that clients are told of.
 *
 * @param url as {@code stun:stun.example.com:3478} or {@code turn:...?transport=udp}
 * @param username of TURN
 * @param credential of TURN; the peer's to see, but not the log's
 */
public record IceServer(String url, @Nullable String username, @Nullable String credential) {
    /** The value of a {@code Link} header (RFC 9725 4.6). */
    public String link() {
        var link = new StringBuilder("<").append(url).append(">; rel=\"ice-server\"");
        if (username != null && credential != null) {
            link.append("; username=").append(quoted(username)).append("; credential=").append(quoted(credential))
                    .append("; credential-type=\"password\"");
        }
        return link.toString();
    }

    /** RFC 9110 5.6.4 */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public String toString() {
        return url;
    }
}

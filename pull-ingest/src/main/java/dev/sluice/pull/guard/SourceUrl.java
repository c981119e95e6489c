package dev.sluice.pull.guard;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code scheme://[userinfo@]host[:port][/path][?query]}. Whoever reads it otherwise cannot be made to connect elsewhere:
 * connections go to the address that was judged. A fragment is left out. Shows neither userinfo nor query.
 *
 * @param userinfo as it was written, percent-encoded
 * @param target path and query as written; begins with a slash
 */
public record SourceUrl(Scheme scheme, Optional<String> userinfo, Host host, int port, String target) {
    private static final int MAX_BYTES = 2048;
    private static final int MAX_PORT = 65_535;
    private static final String SUPPORTED = "http, https, rtmp or rtmps";
    private static final Pattern SCHEME = Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?<rest>.*)");
    /** RFC 3986 3.2, but for an empty port; what userinfo may hold leaves no second at sign, slash or backslash. */
    private static final Pattern REST = Pattern.compile(
            "//(?:(?<userinfo>[A-Za-z0-9._~!$&'()*+,;=:%-]*)@)?(?<host>\\[[^\\]]*]|[^\\[\\]:/?#@\\\\%]*)"
                    + "(?::(?<port>[0-9]{1,5}))?(?<target>[/?][^#]*)?(?:#.*)?");
    private static final Pattern UNFINISHED = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\s\\u0080-\\u009f\\\\]");

    /** @throws ProtocolException SOURCE_REFUSED; the message shows nothing but the scheme */
    public static SourceUrl parse(String url) {
        if (Utf8.length(url) > MAX_BYTES) {
            throw malformed("length", Utf8.length(url) + " bytes", "at most " + MAX_BYTES);
        }
        if (UNFIT.matcher(url).find()) {
            throw malformed("form", "a control character, white space or backslash", "none");
        }
        var whole = SCHEME.matcher(url);
        if (!whole.matches()) {
            throw malformed("scheme", "none", SUPPORTED);
        }
        var scheme = Scheme.of(whole.group("scheme"))
                .orElseThrow(() -> malformed("scheme", shown(whole.group("scheme")), SUPPORTED));
        return of(scheme, whole.group("rest"));
    }

    private static SourceUrl of(Scheme scheme, String rest) {
        var parts = REST.matcher(rest);
        if (!parts.matches() || UNFINISHED.matcher(userinfo(parts)).find()) {
            throw malformed("form", "another", "scheme://[user:password@]host[:port]/path");
        }
        int port = parts.group("port") == null ? scheme.port() : Integer.parseInt(parts.group("port"));
        if (port < 1 || port > MAX_PORT) {
            throw malformed("port", port, "1.." + MAX_PORT);
        }
        return new SourceUrl(scheme, Optional.of(userinfo(parts)).filter(text -> !text.isEmpty()),
                Host.parse(parts.group("host")), port, target(Objects.requireNonNullElse(parts.group("target"), "")));
    }

    private static String userinfo(Matcher parts) {
        return Objects.requireNonNullElse(parts.group("userinfo"), "");
    }

    private static String target(String written) {
        return written.startsWith("/") ? written : "/" + written;
    }

    private static String shown(String scheme) {
        return scheme.substring(0, Math.min(scheme.length(), 16));
    }

    private static ProtocolException malformed(String part, Object found, Object expected) {
        return ProtocolException.found(StableCode.SOURCE_REFUSED, "URL " + part, found, expected);
    }

    /**
     * Where a redirect of this URL leads, RFC 3986 5.2 without the removal of dot segments, which servers do.
     *
     * @throws ProtocolException SOURCE_REFUSED: what {@link #parse} refuses, another kind of source, or a step from TLS to none
     */
    public SourceUrl redirected(String location) {
        var next = parse(absolute(location));
        // who asked for TLS shall not get a stream that anybody on the way may have changed
        if (next.scheme.http() != scheme.http() || (scheme.tls() && !next.scheme.tls())) {
            throw ProtocolException.found(StableCode.SOURCE_REFUSED, "redirect",
                    "from " + scheme + " to " + next.scheme,
                    scheme.http()
                            ? scheme.tls() ? "https" : "http or https"
                            : scheme.tls() ? "rtmps" : "rtmp or rtmps");
        }
        return sameOrigin(next) && next.userinfo.isEmpty()
                ? new SourceUrl(next.scheme, userinfo, next.host, next.port, next.target)
                : next;
    }

    private String absolute(String location) {
        if (SCHEME.matcher(location).matches()) {
            return location;
        }
        if (location.startsWith("//")) {
            return scheme + ":" + location;
        }
        var path = path();
        var origin = scheme + "://" + authority();
        return origin + switch (location.isEmpty() ? '#' : location.charAt(0)) {
            case '/' -> location;
            case '?' -> path + location;
            case '#' -> target;
            default -> path.substring(0, path.lastIndexOf('/') + 1) + location;
        };
    }

    /** Host, with the port where it is not the scheme's: what goes into HTTP's Host. */
    public String authority() {
        return host.text() + (port == scheme.port() ? "" : ":" + port);
    }

    /** As HTTP's request line has it: ASCII, without white space. */
    public String requestTarget() {
        return Utf8.percentEncoded(target);
    }

    /** Whether both lead to one server, so that a login for one is one for the other. */
    private boolean sameOrigin(SourceUrl other) {
        return scheme == other.scheme && host.text().equals(other.host.text()) && port == other.port;
    }

    /** The path, without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** In full, with userinfo and query: not to be shown. */
    public String revealed() {
        return scheme + "://" + userinfo.map(text -> text + "@").orElse("") + authority() + target;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority() + path();
    }
}

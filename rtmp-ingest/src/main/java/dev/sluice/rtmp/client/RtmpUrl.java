package dev.sluice.rtmp.client;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code rtmp[s]://[user:password@]host[:port]/app[/instance]/stream[?query]}. Neither its text form nor an error shows
 * login or query values. A stream name is shown; where it is a key, as at most CDNs, show {@link #server} instead.
 *
 * @param host name or address; IPv6 without brackets
 * @param app with the instance: what connect asks for
 * @param stream with the query: what play and publish ask for
 * @param login for servers that ask for one
 */
public record RtmpUrl(boolean tls, String host, int port, String app, String stream, Optional<Login> login) {
    /** As FFmpeg. */
    private static final int PORT = 1935;
    private static final int TLS_PORT = 443;
    private static final int MAX_LENGTH = 8192;
    private static final int MAX_PORT = 65535;
    private static final int MAX_SHOWN = 256;
    /** A shorter value is no secret, and hiding it would hide half the text. */
    private static final int MIN_SECRET = 4;
    private static final String HIDDEN = "***";
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>rtmps?)://(?:(?<user>[^/?@]*)@)?(?<host>\\[[^/?@\\]]*]|[^/?@:\\[\\]]*)(?::(?<port>[0-9]{1,5}))?"
                    + "(?:/(?<path>.*))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\s]");
    /** The application is all before the first slash, or the second if the name behind is no {@code mp4:dir/file}. */
    private static final Pattern SPLIT = Pattern.compile(
            "(?<app>ondemand(?=/)|[^/?]+/[^/:?]+(?=/)|[^/?]+)(?:/(?<stream>.*))?");

    /** Takes a URL apart as FFmpeg and librtmp do: of three path segments, the first two are the application. */
    public static RtmpUrl parse(String url) {
        var parts = match(url);
        var split = SPLIT.matcher(path(parts));
        var stream = split.matches() && split.group("stream") != null ? split.group("stream") : "";
        return of(parts, stream.isEmpty() ? "" : split.group("app"), named(stream));
    }

    /**
     * With the split as given, as OBS and CDNs name the two fields.
     *
     * @param server {@code rtmp[s]://[user:password@]host[:port]/app}
     * @param stream name or key
     */
    public static RtmpUrl parse(String server, String stream) {
        var parts = match(server);
        return of(parts, path(parts).replaceFirst("/$", ""), stream);
    }

    private static Matcher match(String url) {
        if (url.length() > MAX_LENGTH) {
            throw malformed("length", url.length(), "at most " + MAX_LENGTH);
        }
        var parts = URL.matcher(url);
        if (UNFIT.matcher(url).find() || !parts.matches()) {
            throw malformed("form", "another", "rtmp[s]://[user:password@]host[:port]/app/stream");
        }
        return parts;
    }

    private static String path(Matcher parts) {
        return Optional.ofNullable(parts.group("path")).orElse("");
    }

    private static RtmpUrl of(Matcher parts, String app, String stream) {
        boolean tls = parts.group("scheme").equalsIgnoreCase("rtmps");
        if (!HOST.matcher(parts.group("host")).matches()) {
            throw malformed("host", "something else", "a name in ASCII or an address");
        }
        int port = parts.group("port") == null ? defaultPort(tls) : Integer.parseInt(parts.group("port"));
        if (port < 1 || port > MAX_PORT) {
            throw malformed("port", port, "1.." + MAX_PORT);
        }
        if (app.isEmpty() || stream.isEmpty() || stream.length() > MAX_LENGTH || UNFIT.matcher(stream).find()) {
            throw malformed("path", "no application and stream name", "/app/stream");
        }
        return new RtmpUrl(tls, parts.group("host").replaceAll("[\\[\\]]", ""), port, app, stream,
                Optional.ofNullable(parts.group("user")).flatMap(Login::parse));
    }

    /** librtmp's and FFmpeg's rule for recorded files: Flash Media Server knows the kind by a prefix. */
    private static String named(String stream) {
        if (stream.endsWith(".flv")) {
            return stream.substring(0, stream.length() - 4);
        }
        return stream.matches("[^:]*\\.(mp4|f4v)") ? "mp4:" + stream : stream;
    }

    private static ProtocolException malformed(String part, Object found, Object expected) {
        return ProtocolException.found(StableCode.PROTOCOL_ERROR, "RTMP URL " + part, found, expected);
    }

    private static int defaultPort(boolean tls) {
        return tls ? TLS_PORT : PORT;
    }

    /** What connect names as tcUrl: everything in front of the stream, without login. */
    String tcUrl() {
        return origin() + "/" + app;
    }

    private String origin() {
        return (tls ? "rtmps://" : "rtmp://") + (host.contains(":") ? "[" + host + "]" : host)
                + (port == defaultPort(tls) ? "" : ":" + port);
    }

    /** Everything in front of the stream, fit to be shown. */
    public String server() {
        return origin() + "/" + withoutValues(app);
    }

    private static String withoutValues(String text) {
        int mark = text.indexOf('?');
        return mark < 0
                ? text
                : Stream.of(text.substring(mark + 1).split("&", -1)).map(
                        parameter -> parameter.contains("=")
                                ? parameter.substring(0, parameter.indexOf('=') + 1) + HIDDEN
                                : HIDDEN)
                        .collect(Collectors.joining("&", text.substring(0, mark + 1), ""));
    }

    /** What a server said, fit to be shown: it may be long, and repeat what it was told. */
    String shown(String foreign) {
        var secrets = Stream.concat(Stream.of(app, stream).flatMap(RtmpUrl::values),
                login.stream().flatMap(known -> Stream.of(known.user(), known.password())));
        String text = foreign;
        for (var secret : secrets.filter(value -> value.length() >= MIN_SECRET).toList()) {
            text = text.replace(secret, HIDDEN);
        }
        return text.substring(0, Math.min(text.length(), MAX_SHOWN)).replaceAll("\\p{C}", "?");
    }

    private static Stream<String> values(String text) {
        int mark = text.indexOf('?');
        return mark < 0
                ? Stream.of()
                : Stream.of(text.substring(mark + 1).split("&", -1))
                        .map(parameter -> parameter.substring(parameter.indexOf('=') + 1));
    }

    @Override
    public String toString() {
        return server() + "/" + withoutValues(stream);
    }
}

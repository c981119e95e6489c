package dev.sluice.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.room.TakeoverPolicy;
import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Walks the tree of keys and makes the records. */
final class ConfigReader {
    private static final int MAX_PORT = 65_535;
    private static final long MAX_SDK_APP_ID = 0xffff_ffffL;
    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/?#@\\s]+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]{1,255}");
    private static final Pattern ICE_URL = Pattern.compile("(stuns?|turns?):[^\\s<>\"]+");

    private ConfigReader() {}

    static Config read(Optional<Path> file, Map<String, String> variables) {
        var environment = new Environment(variables);
        var root = Section.root(file.map(YamlFile::read).orElseGet(JsonNodeFactory.instance::objectNode), environment);
        var http = http(root.section("http"));
        var data = data(root.section("data"));
        var config = new Config(http, rtmp(root.section("rtmp"), http.tls()), webrtc(root.section("webrtc")),
                console(root.section("console")), log(root.section("log")), data,
                StorageReader.read(root.section("storage"), data.directory()), retention(root.section("retention")),
                apps(root), ApiKeysReader.read(root), pull(root.section("pull")), limits(root.section("limits")),
                later(root));
        root.done();
        environment.checkAllKnown();
        return config;
    }

    private static List<String> later(Section root) {
        return root.withoutEffect();
    }

    private static Config.Http http(Section http) {
        var read = new Config.Http(host(http), port(http, "port", 8080), tls(http),
                http.text("publicUrl", "a URL such as https://live.example.com", url -> publicUrl(url).isPresent())
                        .flatMap(ConfigReader::publicUrl),
                http.texts("hostAliases", "a host name", HOST.asMatchPredicate()).orElse(List.of()),
                http.texts("corsOrigins", "* or an origin such as https://example.com", ORIGIN.asMatchPredicate())
                        .orElse(List.of("*")),
                http.secret("metricsToken"));
        LaterKeys.http(http);
        http.done();
        return read;
    }

    private static Config.Rtmp rtmp(Section rtmp, Optional<Config.Tls> byDefault) {
        var read = new Config.Rtmp(host(rtmp), port(rtmp, "port", 1935), port(rtmp, "tlsPort", 1936),
                tls(rtmp).or(() -> byDefault));
        rtmp.done();
        return read;
    }

    /** Only the names: {@link dev.sluice.tls.Certificates} reads the files. */
    private static Optional<Config.Tls> tls(Section server) {
        var tls = server.section("tls");
        var cert = file(tls, "cert");
        var key = file(tls, "key");
        if (cert.isPresent() && key.isEmpty()) {
            throw missing(tls, "key", "the file of the certificate's private key");
        }
        if (cert.isEmpty() && key.isPresent()) {
            throw missing(tls, "cert", "the file of the key's certificate");
        }
        tls.done();
        return cert.flatMap(chain -> key.map(secret -> new Config.Tls(chain, secret)));
    }

    private static Optional<Path> file(Section section, String key) {
        return section.text(key, "a file in PEM", name -> name.indexOf('\0') < 0).map(Path::of);
    }

    private static Config.WebRtc webrtc(Section webrtc) {
        var read = new Config.WebRtc(host(webrtc), port(webrtc, "port", 8189),
                webrtc.texts("advertise", "an IP address", ConfigReader::isIpAddress).orElse(List.of()),
                webrtc.sections("iceServers").orElse(List.of()).stream().map(ConfigReader::iceServer).toList());
        webrtc.done();
        return read;
    }

    private static Config.IceServer iceServer(Section server) {
        var read = new Config.IceServer(
                server.text("url", "stun:, stuns:, turn: or turns: and a host", ICE_URL.asMatchPredicate())
                        .orElseThrow(() -> missing(server, "url", "stun:, stuns:, turn: or turns: and a host")),
                server.text("username"), server.secret("credential"));
        server.done();
        return read;
    }

    private static Config.Console console(Section console) {
        var read = new Config.Console(console.secret("adminToken"));
        console.done();
        return read;
    }

    private static Config.Log log(Section log) {
        var read = new Config.Log(log.choice("format", words(Config.LogFormat.values())).orElse(Config.LogFormat.TEXT),
                log.choice("level", words(Config.LogLevel.values())).orElse(Config.LogLevel.INFO));
        log.done();
        return read;
    }

    private static Config.Data data(Section data) {
        var read = new Config.Data(Path.of(
                data.text("directory", "a folder", folder -> folder.indexOf('\0') < 0).orElse("data")));
        data.done();
        return read;
    }

    private static Config.Retention retention(Section retention) {
        var read = new Config.Retention(retention.duration("endedTasks").orElse(Duration.ofDays(30)),
                retention.duration("deliveredEvents").orElse(Duration.ofDays(7)),
                retention.duration("deadEvents").orElse(Duration.ofDays(30)));
        retention.done();
        return read;
    }

    private static Config.Pull pull(Section pull) {
        var allowed = pull.texts("allowAddresses", "an address or a network such as 10.0.0.0/8",
                text -> Network.parse(text).isPresent()).orElse(List.of());
        var read = new Config.Pull(pull.flag("allowPrivateAddresses").orElse(false),
                allowed.stream().map(Network::of).toList(), pull.integer("maxConcurrent", 200, 1, 100_000));
        LaterKeys.pull(pull);
        pull.done();
        return read;
    }

    private static Limits limits(Section limits) {
        var read = Limits.read(limits);
        limits.done();
        return read;
    }

    private static List<Config.App> apps(Section root) {
        var sections = root.sections("apps");
        if (sections.isPresent() && sections.get().isEmpty()) {
            throw ConfigException.found("apps", "an empty list", "at least one application, or no such key");
        }
        var ids = new HashSet<Long>();
        var apps = new ArrayList<Config.App>();
        for (var section : sections.orElse(List.of())) {
            var app = app(section);
            if (!ids.add(app.sdkAppId())) {
                throw ConfigException.found(section.path("sdkAppId"), app.sdkAppId() + " again", "another one");
            }
            apps.add(app);
        }
        return apps;
    }

    private static Config.App app(Section app) {
        var expectedId = "a whole number from 1 to " + MAX_SDK_APP_ID;
        var read = new Config.App(
                app.integer("sdkAppId", expectedId, 1, MAX_SDK_APP_ID)
                        .orElseThrow(() -> missing(app, "sdkAppId", expectedId)),
                secretKeys(app), app.flag("requirePrivateMapKey").orElse(false),
                app.choice("takeover", words(TakeoverPolicy.values())).orElse(TakeoverPolicy.REPLACE),
                app.integer("graceSeconds", Config.App.DEFAULT_GRACE_SECONDS, 0, 3600), CallbackReader.read(app),
                app.texts("ignoreUnsupported", "AutoPush or EnableProgress",
                        List.of("AutoPush", "EnableProgress")::contains).orElse(List.of()));
        app.done();
        return read;
    }

    /** {@code secretKey} is the short form of a list of one. */
    private static List<Secret> secretKeys(Section app) {
        var one = app.secret("secretKey").map(List::of);
        var several = Secrets.list(app, "secretKeys").map(keys -> keys.stream().map(Secret::of).toList());
        if (one.isPresent() && several.isPresent()) {
            throw ConfigException.found(app.path("secretKeys"), "itself and secretKey", "one of them");
        }
        return several.or(() -> one).filter(keys -> !keys.isEmpty())
                .orElseThrow(() -> missing(app, "secretKeys", "at least one key"));
    }

    private static String host(Section section) {
        return section.text("host", "an address or a host name", host -> !host.contains("/") && !host.contains(" "))
                .orElse("::");
    }

    private static int port(Section section, String key, int byDefault) {
        return section.integer(key, byDefault, 0, MAX_PORT);
    }

    private static boolean isIpAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }

    private static Optional<URI> publicUrl(String text) {
        try {
            var url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return Optional.of(url).filter(u -> web && u.getHost() != null && u.getRawUserInfo() == null
                    && u.getRawQuery() == null && u.getRawFragment() == null);
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /** REJECT_IF_LIVE is written reject-if-live. */
    private static <E extends Enum<E>> Map<String, E> words(E[] values) {
        return Stream.of(values).collect(Collectors.toMap(ConfigReader::word, Function.identity()));
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ConfigException missing(Section section, String key, String expected) {
        return ConfigException.found(section.path(key), "nothing", expected);
    }
}

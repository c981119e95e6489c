package dev.sluice.server;

import dev.sluice.api.admin.TokenIssuer;
import dev.sluice.config.Config;
import dev.sluice.config.Secret;
import dev.sluice.server.relay.FirstStart;
import dev.sluice.server.relay.Relay;
import java.net.URI;
import java.time.Duration;

/** The addresses that an operator is given at the start, with tokens in them. Never for the log. */
final class Links {
    static final String DEMO_ROOM = "demo";
    static final String DEMO_USER = "demo";
    private static final String VIEWER = "demo-viewer";
    private static final String CAMERA = "camera1";
    private static final Duration VALID = Duration.ofHours(24);
    private static final int RTMP_PORT = 1935;

    private final Config config;
    private final Relay.Ports ports;
    private final TokenIssuer tokens;

    Links(Config config, Relay.Ports ports, TokenIssuer tokens) {
        this.config = config;
        this.ports = ports;
        this.tokens = tokens;
    }

    private String base() {
        var scheme = config.http().tls().isPresent() ? "https" : "http";
        return config.http().publicUrl().map(URI::toString).orElse(scheme + "://localhost:" + ports.http());
    }

    /** What OBS calls the server. */
    private String rtmpServer() {
        return "rtmp://" + host() + (ports.rtmp() == RTMP_PORT ? "" : ":" + ports.rtmp()) + "/push/";
    }

    /** With its port always: without one, encoders mean 443. */
    private String rtmpsServer(int port) {
        return "rtmps://" + host() + ":" + port + "/push/";
    }

    private String host() {
        return config.http().publicUrl().map(URI::getHost).orElse("localhost");
    }

    private long app() {
        return tokens.apps().getFirst();
    }

    private String token(String user) {
        return tokens.userSig(app(), user, VALID.toSeconds());
    }

    /** What OBS calls the stream key, with a fresh token. */
    String streamKey(String user) {
        return DEMO_ROOM + "?sdkappid=" + app() + "&userid=" + user + "&usersig=" + token(user);
    }

    /** The token for it is no part of it. */
    private String whip() {
        return base() + "/v2/pub/" + app() + "/" + DEMO_ROOM + "?SessionID=" + CAMERA;
    }

    private String watch() {
        return base() + "/console/#watch=" + app() + "/" + DEMO_ROOM + "/" + DEMO_USER + "&viewer=" + VIEWER + "&sig="
                + token(VIEWER);
    }

    /** For a first start: where the console is, and the token it wants. */
    FirstStart console() {
        return new FirstStart("Sluice is running.").line("Console", base() + "/console/").line("Admin token",
                config.console().adminToken().map(Secret::reveal).orElse(""));
    }

    /** The same and a room to look at. The admin token stands in it only where it was made by us. */
    FirstStart demo(boolean showToken) {
        var block = showToken ? console() : new FirstStart("Sluice is running.").line("Console", base() + "/console/");
        block.line("Watch the demo", watch()).line("Push a stream", rtmpServer() + streamKey(CAMERA))
                .line("OBS server", rtmpServer());
        ports.rtmps().ifPresent(port -> block.line("The same by TLS", rtmpsServer(port)));
        return block.line("OBS stream key", streamKey(CAMERA))
                .line("WHIP URL", whip()).line("Bearer token", token(CAMERA))
                .note("The tokens here are valid for " + VALID.toHours() + " hours.");
    }
}

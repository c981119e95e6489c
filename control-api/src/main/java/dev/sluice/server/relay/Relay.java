package dev.sluice.server.relay;

import dev.sluice.api.admin.AdminApi;
import dev.sluice.api.admin.EventStream;
import dev.sluice.api.admin.Services;
import dev.sluice.api.admin.StatusView;
import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import dev.sluice.config.Secret;
import dev.sluice.console.ConsoleRoutes;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.WebRtcServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole relay, built from a configuration: started once, closed once. Closing tells everybody inside and waits for
 * them within a bound.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration HTTP_PATIENCE = Duration.ofSeconds(1);
    private static final int VERTX_SECONDS = 2;

    private final Config config;
    private final PortCertificates certificates;
    private final String version;
    private final Clock clock = Clock.SYSTEM;
    private final long startedAt = clock.wallMillis();
    private final Metrics metrics = new Metrics();
    private final Health health = new Health();
    private final Media media;
    private final Vertx vertx;
    private final Control control;
    private final Services services;
    private final EventStream stream;
    private final HttpFront http;
    private @Nullable CompletableFuture<WebRtcServer> webrtc;
    private Ports ports = new Ports(0, 0, OptionalInt.empty(), 0);

    /** The ports that were bound. */
    public record Ports(int http, int rtmp, OptionalInt rtmps, int webrtc) {
        /** The one line that says the relay is ready. */
        public String ready() {
            return "ready http=" + http + " rtmp=" + rtmp + (rtmps.isPresent() ? " rtmps=" + rtmps.getAsInt() : "")
                    + " webrtc=" + webrtc;
        }
    }

    private Relay(Config config, PortCertificates certificates, String version) {
        this.config = config;
        this.certificates = certificates;
        this.version = version;
        this.media = new Media(config, clock, metrics.registry());
        this.vertx = Vertx.vertx(new VertxOptions().setFileSystemOptions(
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.control = new Control(config, media, vertx, clock, metrics.registry());
        this.services = control.services();
        this.stream = new EventStream(vertx, media.rooms(), media.sessions(), services, clock);
        var limits = config.limits();
        this.http = new HttpFront(vertx, certificates.http(), limits.httpHeaderBytes(),
                new ConnectionLimit(limits.connections(),
                        limits.connectionsPerAddress(), metrics.registry()));
        metrics.rooms(media.rooms());
    }

    /**
     * Binds the ports and returns when all are open.
     *
     * @param config complete: with applications and an admin token
     * @throws ConfigException when a certificate is no good: the key, what was found, what was expected
     * @throws IOException when a port can't be bound, likewise
     */
    public static Relay start(Config config, String version) throws IOException {
        var relay = new Relay(config, PortCertificates.read(config, Clock.SYSTEM), version);
        try {
            relay.open();
            return relay;
        } catch (IOException | RuntimeException failed) {
            relay.close();
            throw failed;
        }
    }

    private void open() throws IOException {
        webrtc = CompletableFuture.supplyAsync(this::bindWebRtc, Thread::startVirtualThread);
        int rtmpPort = media.bindRtmp();
        var rtmpsPort = bindRtmps();
        mount();
        var bound = await(webrtc);
        WebRtcEndpoints.mount(http.router(), config, media, bound, clock, metrics.registry());
        http.listen(config.http().host(), config.http().port());
        ports = new Ports(http.port(), rtmpPort, rtmpsPort, bound.port());
        certificates.report();
        control.start();
        health.become(Health.State.READY);
        LOG.info("sluice {} takes streams: {} application(s), {} media loops, data in {}", version,
                config.apps().size(), media.loops().all().size(), config.data().directory());
    }

    private OptionalInt bindRtmps() throws IOException {
        var shown = certificates.rtmp();
        return shown.isPresent() ? OptionalInt.of(media.bindRtmps(shown.get())) : OptionalInt.empty();
    }

    private WebRtcServer bindWebRtc() {
        try {
            return media.bindWebRtc();
        } catch (IOException failed) {
            throw new CompletionException(failed);
        }
    }

    private static WebRtcServer await(CompletableFuture<WebRtcServer> binding) throws IOException {
        try {
            return binding.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private void mount() {
        health.mount(http.router());
        metrics.mount(http.router(), config.http().metricsToken().map(Secret::reveal));
        control.mount(http.router());
        new ConsoleRoutes().mount(http.router());
        new AdminApi(media.rooms(), media.sessions(), services, stream, this::status, clock)
                .mount(http.router(), config.console().adminToken().orElseThrow().reveal());
    }

    private StatusView status() {
        var apps = config.apps().stream().map(Config.App::sdkAppId).toList();
        var rtmps = ports.rtmps().isPresent() ? (Integer) ports.rtmps().getAsInt() : null;
        return new StatusView(version, startedAt, ports.http(), ports.rtmp(), rtmps, ports.webrtc(), apps);
    }

    /** Blocks until the native libraries are unpacked: before that the FFmpeg program must not be. */
    public void awaitCodecs() {
        media.codecs().await();
    }

    public Ports ports() {
        return ports;
    }

    /** All that is served over HTTP. */
    Router routes() {
        return http.router();
    }

    /** Takes nobody new from now on and parts with everybody inside; {@code /health/ready} says so. */
    public void drain() {
        health.become(Health.State.DRAINING);
        media.admission().drain();
        control.drain();
        var reason = new ProtocolException(StableCode.DRAINING, "the relay is shutting down");
        media.rooms().rooms().forEach(room -> room.dismiss(reason));
    }

    /** Drains, waits a bounded time for those inside, and closes everything. */
    @Override
    public void close() {
        drain();
        media.rtmp().close();
        stream.close();
        control.close();
        closeHttp();
        closeWebRtc();
        media.close();
        metrics.close();
    }

    /** Another port may have been refused while this one was being bound. */
    private void closeWebRtc() {
        try {
            if (webrtc != null) {
                webrtc.join().close();
            }
        } catch (CompletionException _) {
            // It was refused, too.
        }
    }

    private void closeHttp() {
        try {
            http.close(HTTP_PATIENCE);
            vertx.close().toCompletionStage().toCompletableFuture().get(VERTX_SECONDS, TimeUnit.SECONDS);
        } catch (Exception late) {
            LOG.warn("HTTP did not close in time: {}", late.toString());
        }
    }
}

package dev.sluice.server.relay;

import dev.sluice.config.Config;
import dev.sluice.config.Secret;
import dev.sluice.runtime.Clock;
import dev.sluice.webrtc.WebRtcServer;
import dev.sluice.webrtc.http.IceServer;
import dev.sluice.webrtc.http.ResourceSettings;
import dev.sluice.webrtc.rtp.RtpMetrics;
import dev.sluice.webrtc.rtp.receive.ReceiveMetrics;
import dev.sluice.whep.ViewerContext;
import dev.sluice.whep.http.WhepResource;
import dev.sluice.whip.WhipContext;
import dev.sluice.whip.http.WhipResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.security.SecureRandom;

/** Puts the WHIP and the WHEP endpoint together. */
final class WebRtcEndpoints {
    private WebRtcEndpoints() {}

    static void mount(Router router, Config config, Media media, WebRtcServer server, Clock clock,
            MeterRegistry metrics) {
        var settings = settings(config);
        var random = new SecureRandom();
        var publishers = new WhipContext(clock, new ReceiveMetrics(metrics), random);
        new WhipResource(media.admission(), media::checkOwner, server, publishers, settings).mount(router);
        var viewers = new ViewerContext(clock, new RtpMetrics(metrics), media.opus()::opus, random);
        new WhepResource(media.admission(), media::checkOwner, server, viewers, settings).mount(router);
    }

    private static ResourceSettings settings(Config config) {
        var ice = config.webrtc().iceServers().stream().map(server -> new IceServer(server.url(),
                server.username().orElse(null), server.credential().map(Secret::reveal).orElse(null))).toList();
        var basePath = config.http().publicUrl().map(URI::getPath).orElse("");
        return new ResourceSettings(config.http().corsOrigins(), ice, basePath == null ? "" : basePath,
                config.limits().sdpBytes());
    }
}

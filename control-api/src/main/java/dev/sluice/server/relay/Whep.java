package dev.sluice.server.relay;

import dev.sluice.config.Config;
import dev.sluice.config.Secret;
import dev.sluice.runtime.Clock;
import dev.sluice.webrtc.WebRtcServer;
import dev.sluice.webrtc.http.IceServer;
import dev.sluice.webrtc.rtp.RtpMetrics;
import dev.sluice.whep.ViewerContext;
import dev.sluice.whep.http.WhepResource;
import dev.sluice.whep.http.WhepSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.security.SecureRandom;

/** Puts the WHEP endpoint together. */
final class Whep {
    private Whep() {}

    static WhepResource resource(Config config, Media media, WebRtcServer server, Clock clock, MeterRegistry metrics) {
        // An RTMP encoder cannot be asked for a key frame.
        var viewers = new ViewerContext(clock, new RtpMetrics(metrics), media.opus()::opus, _ -> {},
                new SecureRandom());
        return new WhepResource(media.admission(), media::checkOwner, server, viewers, settings(config));
    }

    private static WhepSettings settings(Config config) {
        var ice = config.webrtc().iceServers().stream().map(server -> new IceServer(server.url(),
                server.username().orElse(null), server.credential().map(Secret::reveal).orElse(null))).toList();
        var basePath = config.http().publicUrl().map(URI::getPath).orElse("");
        return new WhepSettings(config.http().corsOrigins(), ice, basePath == null ? "" : basePath,
                config.limits().sdpBytes());
    }
}

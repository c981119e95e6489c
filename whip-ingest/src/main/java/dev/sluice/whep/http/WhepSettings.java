package dev.sluice.whep.http;

import dev.sluice.webrtc.http.IceServer;
import java.util.List;

/**
 * @param corsOrigins pages that may ask, {@code *} for any
 * @param iceServers told to clients in {@code Link} headers
 * @param basePath the path of the public URL that stands before ours, empty or as {@code /live}
 * @param sdpBytes an offer's largest size
 */
public record WhepSettings(List<String> corsOrigins, List<IceServer> iceServers, String basePath, int sdpBytes) {
    public static final int DEFAULT_SDP_BYTES = 64 * 1024;

    public WhepSettings {
        corsOrigins = List.copyOf(corsOrigins);
        iceServers = List.copyOf(iceServers);
    }
}

package dev.sluice.webrtc.http;

import java.util.List;

/**
 * What the WHIP and the WHEP resource need to know.
 *
 * @param corsOrigins pages that may ask, {@code *} for any
 * @param iceServers told to clients in {@code Link} headers
 * @param basePath the path of the public URL that stands before ours, empty or as {@code /live}
 * @param sdpBytes an offer's largest size
 */
public record ResourceSettings(List<String> corsOrigins, List<IceServer> iceServers, String basePath, int sdpBytes) {
    public static final int DEFAULT_SDP_BYTES = 64 * 1024;

    public ResourceSettings {
        corsOrigins = List.copyOf(corsOrigins);
        iceServers = List.copyOf(iceServers);
    }
}

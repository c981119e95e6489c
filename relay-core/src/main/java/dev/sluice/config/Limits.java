package dev.sluice.config;

/**
 * How much anybody may take. Bytes where the name says so, milliseconds likewise, counts otherwise.
 *
 * @param connections all RTMP and HTTP connections and WebRTC sessions together
 * @param rtmpPartialBytesPerConnection messages begun and not yet complete
 * @param gopCacheBytes of one video track
 * @param viewerQueueMillis how far a subscriber may fall behind
 */
public record Limits(int connections, int connectionsPerAddress, int handshakesHalfOpen, int rtmpMessageBytes,
        int rtmpPartialBytesPerConnection, int chunkStreams, int amfDepth, int amfItems, int httpHeaderBytes,
        int httpBodyBytes, int sdpBytes, int roomsPerApp, int anchorsPerRoom, int viewersPerRoom, int sessionsPerUser,
        int apiRequestsPerSecond, int redirects, int gopCacheBytes, int viewerQueueMillis, int pendingEventsPerApp) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    static Limits read(Section limits) {
        return new Limits(limits.integer("connections", 10_000, 1, 10_000_000),
                limits.integer("connectionsPerAddress", 100, 1, 10_000_000),
                limits.integer("handshakesHalfOpen", 500, 1, 1_000_000),
                limits.size("rtmpMessageBytes", 8 * MIB, 64 * KIB, 16 * MIB),
                limits.size("rtmpPartialBytesPerConnection", 16 * MIB, 64 * KIB, 256 * MIB),
                limits.integer("chunkStreams", 64, 8, 65_599), limits.integer("amfDepth", 16, 2, 64),
                limits.integer("amfItems", 1000, 10, 1_000_000),
                limits.size("httpHeaderBytes", 16 * KIB, KIB, MIB),
                limits.size("httpBodyBytes", 10 * MIB, KIB, 1024 * MIB),
                limits.size("sdpBytes", 64 * KIB, KIB, MIB), limits.integer("roomsPerApp", 10_000, 1, 10_000_000),
                limits.integer("anchorsPerRoom", 50, 1, 1_000_000),
                limits.integer("viewersPerRoom", 5000, 1, 10_000_000), limits.integer("sessionsPerUser", 5, 1, 10_000),
                limits.integer("apiRequestsPerSecond", 20, 1, 1_000_000),
                limits.integer("redirects", 5, 0, 50),
                limits.size("gopCacheBytes", 4 * MIB, 64 * KIB, 1024 * MIB),
                limits.integer("viewerQueueMillis", 2000, 100, 60_000),
                limits.integer("pendingEventsPerApp", 100_000, 1, 100_000_000));
    }
}

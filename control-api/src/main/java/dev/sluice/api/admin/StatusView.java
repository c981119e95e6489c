package dev.sluice.api.admin;

import java.util.List;

/**
 * The relay itself.
 *
 * @param startedAt in milliseconds since 1970
 */
public record StatusView(String version, long startedAt, int httpPort, int rtmpPort, int webrtcPort,
        List<Long> apps) {}

package dev.sluice.api.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The relay itself.
 *
 * @param startedAt in milliseconds since 1970
 * @param rtmpsPort null where no certificate is configured
 */
public record StatusView(String version, long startedAt, int httpPort, int rtmpPort,
        @Nullable Integer rtmpsPort, int webrtcPort, List<Long> apps) {}

package dev.sluice.server.relay;

import dev.sluice.config.Config;
import dev.sluice.config.GeneratedSecrets;
import dev.sluice.openapi.OpenApiRoutes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The document names what is mounted, and nothing else. */
@Timeout(60)
class RoutesTest {
    /** In the document and not mounted; none, once it is. */
    private static final Set<String> AWAITED = Set.of("POST /");

    @Test
    void everyRouteStandsInTheDocumentAndTheReverse(@TempDir Path data) throws Exception {
        var config = GeneratedSecrets.fill(Config.load(Optional.empty(), Map.of("SLUICE_HTTP_PORT", "0",
                "SLUICE_RTMP_PORT", "0", "SLUICE_WEBRTC_PORT", "0", "SLUICE_DATA_DIRECTORY", data.toString())));
        try (var relay = Relay.start(config.config(), "1")) {
            var mounted = new TreeSet<>(OpenApiRoutes.mounted(relay.routes()));
            assertThat(mounted).doesNotContainAnyElementsOf(AWAITED);
            mounted.addAll(AWAITED);
            assertThat(mounted).isEqualTo(OpenApiRoutes.described());
            assertThat(OpenApiRoutes.guardsOfNothing(relay.routes())).isEmpty();
        }
    }
}

package dev.sluice.e2e;

import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.StallingProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Bytes go both ways until the proxy stalls; then the relay's pile up and the connection stays. */
class StallingProxyTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Test
    void stopsToReadFromTheRelayAndClosesNothing() throws IOException {
        try (var relay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var proxy = new StallingProxy(relay.getLocalPort());
                var client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                var accepted = relay.accept()) {
            client.getOutputStream().write('q');
            assertThat(accepted.getInputStream().read()).isEqualTo('q');
            accepted.getOutputStream().write('a');
            assertThat(client.getInputStream().read()).isEqualTo('a');
            proxy.stall();
            accepted.getOutputStream().write(new byte[100_000]);
            Await.until("one last read goes through", LIMIT, () -> proxy.passed() > 1);
            long passed = proxy.passed();
            client.setSoTimeout(200);
            assertThat(client.getInputStream().readNBytes((int) passed - 1)).hasSize((int) passed - 1);
            assertThat(proxy.passed()).as("bytes passed on").isEqualTo(passed).isLessThan(100_001);
            client.getOutputStream().write('q');
            assertThat(accepted.getInputStream().read()).as("the other way").isEqualTo('q');
        }
    }
}

package dev.sluice.server.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;

/**
 * Closes HTTP connections beyond {@code limits.connections} and {@code limits.connectionsPerAddress}; those inside are
 * not touched. Called by the server when a connection opens, counts until it closes.
 */
final class ConnectionLimit implements Handler<HttpConnection> {
    private final int max;
    private final int maxPerAddress;
    private final Counter refused;
    private final Map<String, Integer> perAddress = new HashMap<>();
    private int total;

    ConnectionLimit(int max, int maxPerAddress, MeterRegistry registry) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
        this.refused = Counter.builder("sluice.http.refused").tag("code", "LIMIT_EXCEEDED")
                .description("HTTP connections closed because too many are open").register(registry);
        Gauge.builder("sluice.http.connections", this, ConnectionLimit::open).description("Open HTTP connections")
                .register(registry);
    }

    @Override
    public void handle(HttpConnection connection) {
        var address = connection.remoteAddress().hostAddress();
        if (enter(address)) {
            connection.closeHandler(_ -> leave(address));
        } else {
            refused.increment();
            connection.close();
        }
    }

    private synchronized boolean enter(String address) {
        if (total >= max || perAddress.getOrDefault(address, 0) >= maxPerAddress) {
            return false;
        }
        total++;
        perAddress.merge(address, 1, Integer::sum);
        return true;
    }

    private synchronized void leave(String address) {
        total--;
        perAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    private synchronized int open() {
        return total;
    }
}

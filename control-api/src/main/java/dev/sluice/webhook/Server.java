package dev.sluice.webhook;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The connections to one server, and the queues that wait for one. Of one thread. */
final class Server {
    /** One that answers slowly holds up its own events only. */
    static final int MAX_CONNECTIONS = 50;

    private final ArrayDeque<DeliveryQueue> waiting = new ArrayDeque<>();
    private int busy;

    /** Whether there is a connection for the queue; if not it waits. */
    boolean take(DeliveryQueue queue) {
        if (busy == MAX_CONNECTIONS) {
            waiting.add(queue);
            return false;
        }
        busy++;
        return true;
    }

    /** @return who is next */
    @Nullable
    DeliveryQueue release() {
        busy--;
        return waiting.poll();
    }
}

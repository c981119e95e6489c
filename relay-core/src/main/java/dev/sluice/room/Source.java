package dev.sluice.room;

import dev.sluice.health.SourceHealth;
import dev.sluice.runtime.ProtocolException;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The connection that feeds a publisher, as the room sees it.
 *
 * @param id of the session
 * @param peer address of the other side
 * @param loop where its frames come from
 * @param reception how its tracks come in, by their ids; from any thread
 * @param closer tells the session that it is parted with, and why; from any thread
 * @param health how it does
 */
public record Source(String id, Protocol protocol, String peer, EventLoop loop,
        Supplier<Map<String, Reception>> reception, Encoder encoder, Consumer<ProtocolException> closer,
        SourceHealth health) {
    /** Tells the session that it is parted with. One that cannot be told must not keep a place that is another's now. */
    public void part(ProtocolException reason) {
        Guard.call("parting with a session", () -> closer.accept(reason));
    }
}

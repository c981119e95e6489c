package dev.sluice.room;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
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
 */
public record Source(String id, Protocol protocol, String peer, EventLoop loop,
        Supplier<Map<String, Reception>> reception, Encoder encoder, Consumer<ProtocolException> closer) {
    void close(StableCode code, String message) {
        closer.accept(new ProtocolException(code, message));
    }
}

package dev.sluice.rtmp;

import dev.sluice.ingest.PublishRequest;
import dev.sluice.room.Protocol;
import dev.sluice.rtmp.codec.ChunkReader;
import dev.sluice.rtmp.codec.Handshake;
import dev.sluice.rtmp.codec.MessageReader;
import dev.sluice.rtmp.codec.MessageWriter;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.UserControl;
import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.rtmp.link.Acknowledgements;
import dev.sluice.rtmp.link.Connection;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: handshake, then messages, until it publishes, is refused or goes. Everything runs on the connection's
 * event loop. Input is borrowed.
 *
 * <pre>
 *  HANDSHAKE -> OPEN -> AUTHORISING -> PUBLISHING -> OPEN (unpublished) ...
 *  PUBLISHING -> RECONNECTING (asked to connect anew) -> closed
 *  any of them -> REFUSED (told why, input discarded) -> closed
 * </pre>
 */
final class RtmpSession implements PublishCommands.Actions {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpSession.class);

    private final RtmpContext context;
    private final Connection connection;
    private final ConnectionGate.Slot slot;
    private final Handshake handshake;
    private final ChunkReader chunks;
    private final MessageReader messages;
    private final MessageWriter writer;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final Requests requests = new Requests();
    private final PublishCommands commands = new PublishCommands(this);
    private final IdleWatch idle;
    private State state = State.HANDSHAKE;
    private @Nullable Push push;
    private boolean granted;

    private enum State {
        HANDSHAKE, OPEN, AUTHORISING, PUBLISHING, RECONNECTING, REFUSED
    }

    RtmpSession(RtmpContext context, Connection connection, ConnectionGate.Slot slot) {
        this.context = context;
        this.connection = connection;
        this.slot = slot;
        idle = new IdleWatch(connection, context.clock(), context.limits().idleTime(), this::refuse);
        handshake = new Handshake((int) TimeUnit.NANOSECONDS.toMillis(context.clock().nanos()),
                ThreadLocalRandom.current());
        chunks = new ChunkReader(context.limits().unauthorisedChunks(), connection.allocator());
        messages = new MessageReader(context.limits().amf());
        writer = new MessageWriter(connection.allocator());
        connection.deadline(context.limits().handshakeTime(), () -> drop("no handshake in time"));
    }

    /** Takes what it can; whatever it leaves comes again with more, or by {@link Connection#resume}. */
    void onBytes(ByteBuf in) {
        int before = in.readableBytes();
        idle.read();
        try {
            while (step(in)) {
                // goes on
            }
        } catch (ProtocolException refused) {
            refuse(commands.explained(refused));
        }
        if (state == State.REFUSED) {
            in.skipBytes(in.readableBytes());
        } else if (acknowledgements.received(before - in.readableBytes()) && state != State.HANDSHAKE) {
            send(new RtmpMessage.Acknowledgement(acknowledgements.sequence()));
        }
    }

    /** Whether it got on. */
    private boolean step(ByteBuf in) {
        return switch (state) {
            case HANDSHAKE -> handshake(in);
            case OPEN, PUBLISHING, RECONNECTING -> message(in);
            case AUTHORISING, REFUSED -> false;
        };
    }

    private boolean handshake(ByteBuf in) {
        var out = connection.allocator().buffer();
        boolean done;
        try {
            done = handshake.read(in, out);
            connection.write(out.retain());
        } finally {
            out.release();
        }
        if (done) {
            state = State.OPEN;
            slot.handshaken();
            awaitPublish();
        }
        return done;
    }

    private boolean message(ByteBuf in) {
        var raw = chunks.read(in);
        if (raw == null) {
            return false;
        }
        try {
            on(messages.read(raw));
        } finally {
            raw.release();
        }
        return true;
    }

    private void on(RtmpMessage message) {
        switch (message) {
            case RtmpMessage.SetChunkSize(var size) -> chunks.chunkSize(size);
            case RtmpMessage.Abort(var chunkStreamId) -> chunks.abort(chunkStreamId);
            case RtmpMessage.WindowAckSize(var size) -> acknowledgements.window(size);
            case UserControl(var event, var data) when event == UserControl.PING_REQUEST -> {
                requests.count(context.clock().nanos(), 1);
                send(new UserControl(UserControl.PING_RESPONSE, data));
            }
            case RtmpMessage.Command command -> command(command);
            default -> {
                if (push != null) {
                    push.on(message);
                }
            }
        }
    }

    private void command(RtmpMessage.Command command) {
        var tooMany = slot.refusal();
        if (tooMany != null) {
            throw tooMany;
        }
        requests.count(context.clock().nanos(), command.name().equals("publish") ? Requests.PUBLISH : 1);
        commands.on(command);
    }

    @Override
    public void send(RtmpMessage... toSend) {
        var out = connection.allocator().buffer();
        for (var message : toSend) {
            writer.write(message, out);
        }
        connection.write(out);
    }

    @Override
    public void publish(PushAddress address) {
        var request = new PublishRequest(Protocol.RTMP, address.room(), address.userId(), address.userSig(),
                address.privateMapKey(), connection.peer());
        var wanted = new Push(connection.loop(), request, context.clock(), this::parted);
        push = wanted;
        state = State.AUTHORISING;
        context.door().publish(request, wanted).whenComplete(
                (sink, failure) -> connection.onLoop(() -> answered(wanted, sink, failure)));
        connection.reading(state != State.AUTHORISING);
    }

    private void answered(Push wanted, @Nullable FrameSink sink, @Nullable Throwable failure) {
        if (wanted != push || state != State.AUTHORISING) {
            if (sink != null) { // Gone, or parted with, in the meantime. A takeover was one, so viewers wait for the next.
                sink.end(StableCode.PEER_CLOSED, "the connection closed before it published", false);
            }
        } else if (sink != null) {
            granted(wanted, sink);
        } else {
            refuse(commands.explained(reason(failure)));
        }
    }

    private void granted(Push wanted, FrameSink sink) {
        state = State.PUBLISHING;
        granted = true;
        chunks.limits(context.limits().chunks());
        wanted.grant(sink, connection.allocator());
        commands.granted();
        idle.start(wanted::frames);
        connection.reading(true);
        connection.resume();
    }

    private static ProtocolException reason(@Nullable Throwable failure) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof ProtocolException refused) {
            return refused;
        }
        LOG.error("admission failed", cause);
        return new ProtocolException(StableCode.INTERNAL, "the relay failed, see its log");
    }

    @Override
    public void unpublish() {
        endPush(StableCode.PEER_CLOSED, "the encoder ended the stream", true);
        state = State.OPEN;
        awaitPublish();
    }

    private void awaitPublish() {
        connection.deadline(context.limits().publishTime(), () -> refuse(new ProtocolException(
                StableCode.IDLE_TIMEOUT, "no publish within " + context.limits().publishTime().toSeconds() + " s")));
    }

    /** The room has closed a push: taken over, removed, rejected. */
    private void parted(Push parted, ProtocolException reason) {
        if (parted == push && !parted.ended()) {
            part(reason);
        }
    }

    /**
     * The relay parts with the peer. Where that is because it shuts down, a publisher that understands a Reconnect Request
     * may go on for the linger time, up to its next key frame; everybody else is refused.
     */
    void part(ProtocolException reason) {
        boolean drains = reason.code() == StableCode.DRAINING;
        if (drains && state == State.PUBLISHING && commands.requestReconnect(reason)) {
            state = State.RECONNECTING;
            connection.deadline(context.limits().lingerTime(), () -> cutOff(reason));
        } else if (!drains || state != State.RECONNECTING) {
            refuse(reason);
        }
    }

    private void cutOff(ProtocolException reason) {
        context.metrics().refused(reason.code());
        endPush(reason.code(), String.valueOf(reason.getMessage()), true);
        state = State.REFUSED;
        connection.close();
    }

    /** Tells the peer why, ends the push, and closes when the peer had time to read. */
    void refuse(ProtocolException reason) {
        if (state == State.REFUSED) {
            return;
        }
        if (state == State.HANDSHAKE) {
            drop(reason.described());
            return;
        }
        context.metrics().refused(reason.code());
        if (push == null || state == State.AUTHORISING) {
            context.strangers().info("refused", connection.peer(), reason.described());
        }
        var linger = state == State.PUBLISHING
                ? context.limits().streamingLingerTime()
                : context.limits().lingerTime();
        state = State.REFUSED;
        send(commands.refusal(reason).toArray(RtmpMessage[]::new));
        connection.finish(linger);
        endPush(reason.code(), String.valueOf(reason.getMessage()), reason.code() != StableCode.IDLE_TIMEOUT);
    }

    /** Something that does not speak RTMP, or not in time: closed without an answer. */
    private void drop(String reason) {
        context.metrics().refused(StableCode.PROTOCOL_ERROR);
        context.strangers().info("dropped", connection.peer(), reason);
        state = State.REFUSED;
        connection.close();
    }

    void onClosed(String reason) {
        slot.leave();
        if (state != State.REFUSED && !granted) {
            context.metrics().refused(StableCode.PEER_CLOSED);
        }
        state = State.REFUSED;
        chunks.close();
        endPush(StableCode.PEER_CLOSED, reason, false);
    }

    private void endPush(StableCode code, String reason, boolean clean) {
        var ending = push;
        push = null;
        if (ending != null) {
            ending.end(code, reason, clean);
        }
    }
}

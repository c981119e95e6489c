package dev.sluice.rtmp.client;

import dev.sluice.rtmp.client.ClientEnd.Step;
import dev.sluice.rtmp.codec.AggregateReader;
import dev.sluice.rtmp.codec.ChunkReader;
import dev.sluice.rtmp.codec.ClientHandshake;
import dev.sluice.rtmp.codec.MessageReader;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.UserControl;
import dev.sluice.rtmp.link.Acknowledgements;
import dev.sluice.rtmp.link.Connection;
import dev.sluice.runtime.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a server: handshake, then commands, then media, until either side ends it. Everything runs on the
 * connection's event loop. Input is borrowed.
 *
 * <pre>
 *  HANDSHAKE -> OPEN -> RUNNING
 *  any of them -> ENDED (the dial has heard why, input discarded) -> closed
 * </pre>
 */
final class ClientSession implements StreamCommands.Actions {
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final ClientContext context;
    private final Dial dial;
    private final Role role;
    private final Connection connection;
    private final ClientHandshake handshake;
    private final ChunkReader chunks;
    private final MessageReader messages;
    private final Sender sender;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final StreamCommands commands;
    private State state = State.HANDSHAKE;
    private boolean reading = true;
    private long lastReadNanos;

    private enum State {
        HANDSHAKE, OPEN, RUNNING, ENDED
    }

    ClientSession(ClientContext context, Dial dial, Connection connection) {
        this.context = context;
        this.dial = dial;
        this.role = dial.role();
        this.connection = connection;
        lastReadNanos = context.clock().nanos();
        handshake = new ClientHandshake((int) TimeUnit.NANOSECONDS.toMillis(lastReadNanos),
                ThreadLocalRandom.current());
        chunks = new ChunkReader(context.limits().chunks(), connection.allocator());
        messages = new MessageReader(context.limits().amf());
        sender = new Sender(connection);
        commands = new StreamCommands(this, dial);
    }

    /** The connection stands: the client speaks first. */
    void begin() {
        connection.deadline(context.limits().handshakeTime(), () -> end(new ClientEnd.TimedOut(Step.HANDSHAKE)));
        var hello = connection.allocator().buffer();
        handshake.begin(hello);
        connection.write(hello);
    }

    /** Takes what it can; whatever it leaves comes again with more, or by {@link Connection#resume}. */
    void onBytes(ByteBuf in) {
        int before = in.readableBytes();
        lastReadNanos = context.clock().nanos();
        try {
            while (reading && step(in)) {
                // goes on
            }
        } catch (ProtocolException violation) {
            end(new ClientEnd.Violated(violation));
        }
        if (state == State.ENDED) {
            in.skipBytes(in.readableBytes());
        } else if (acknowledgements.received(before - in.readableBytes()) && state != State.HANDSHAKE) {
            answer(new RtmpMessage.Acknowledgement(acknowledgements.sequence()));
        }
    }

    /** Whether it got on. */
    private boolean step(ByteBuf in) {
        return switch (state) {
            case HANDSHAKE -> handshake(in);
            case OPEN, RUNNING -> message(in);
            case ENDED -> false;
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
            commands.connect();
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
            case UserControl control -> control(control);
            case RtmpMessage.Command command -> commands.on(command);
            case RtmpMessage.Audio audio -> media(audio);
            case RtmpMessage.Video video -> media(video);
            case RtmpMessage.Aggregate aggregate -> parts(aggregate);
            case RtmpMessage.Data data -> data(data);
            default -> {
                // asks for nothing
            }
        }
    }

    private void control(UserControl control) {
        if (control.event() == UserControl.PING_REQUEST) {
            answer(new UserControl(UserControl.PING_RESPONSE, control.data()));
        } else if (control.event() == UserControl.STREAM_EOF && state == State.RUNNING && role.listens()) {
            end(new ClientEnd.Ended("StreamEOF")); // all that nginx-rtmp says when a publisher leaves
        }
    }

    private void parts(RtmpMessage.Aggregate aggregate) {
        var parts = new AggregateReader(aggregate);
        for (var part = parts.next(); part != null; part = parts.next()) {
            if (part instanceof RtmpMessage.Audio || part instanceof RtmpMessage.Video) {
                media(part);
            }
        }
    }

    private void media(RtmpMessage media) {
        if (role.listens()) {
            commands.start();
        }
        if (state == State.RUNNING) {
            role.onMedia(media);
        }
    }

    /** Metadata, or the status that Flash Media Server sends as data. */
    private void data(RtmpMessage.Data data) {
        var values = data.values();
        if (values.size() > 1 && values.getFirst().text("").equals("onPlayStatus")) {
            commands.on(Status.of(values.get(1)));
        } else if (state == State.RUNNING && !values.isEmpty()) { // what is beyond the limits comes empty
            role.onMedia(data);
        }
    }

    @Override
    public void awaitAnswer() {
        connection.deadline(context.limits().answerTime(), () -> end(new ClientEnd.TimedOut(Step.ANSWER)));
    }

    @Override
    public void started(int streamId) {
        state = State.RUNNING;
        connection.noDeadline();
        if (role.listens()) {
            connection.deadline(context.limits().idleTime(), this::checkIdle);
        }
        role.onStarted(this, streamId);
    }

    private void checkIdle() {
        long silent = reading ? context.clock().nanos() - lastReadNanos : 0;
        long left = context.limits().idleTime().toNanos() - silent;
        if (left <= 0) {
            end(new ClientEnd.TimedOut(Step.IDLE));
        } else {
            connection.deadline(Duration.ofNanos(left), this::checkIdle);
        }
    }

    /** Whether to read on; nothing before the stream runs can be paused. */
    void reading(boolean wanted) {
        if (state != State.RUNNING || reading == wanted) {
            return;
        }
        reading = wanted;
        connection.reading(wanted);
        if (wanted) {
            lastReadNanos = context.clock().nanos();
            connection.resume();
        }
    }

    @Override
    public void answer(RtmpMessage message) {
        sender.answer(message);
    }

    @Override
    public void send(RtmpMessage... messages) {
        sender.send(messages);
    }

    /** Sends media, borrowed; false where they were left out. */
    boolean write(RtmpMessage media, int bytes) {
        if (!isWritable()) {
            return false;
        }
        sender.media(media, bytes);
        return true;
    }

    boolean isWritable() {
        return state == State.RUNNING && sender.isWritable();
    }

    void onWritabilityChanged(boolean writable) {
        sender.onWritabilityChanged(writable);
        if (role.listens()) {
            connection.onWritabilityChanged();
        } else if (state == State.RUNNING) {
            deadlineOfWriting(writable);
            role.onWritable(writable);
        }
    }

    private void deadlineOfWriting(boolean writable) {
        if (writable) {
            connection.noDeadline();
        } else {
            connection.deadline(context.limits().idleTime(), () -> end(new ClientEnd.TimedOut(Step.IDLE)));
        }
    }

    /** Our own wish. What was written still goes out. */
    void close() {
        if (state == State.RUNNING) {
            commands.goodbye();
            state = State.ENDED;
            connection.finish(LINGER);
        }
        end(new ClientEnd.Closed());
    }

    @Override
    public void again() {
        state = State.ENDED;
        connection.close();
        dial.again();
    }

    @Override
    public void end(ClientEnd end) {
        if (state != State.ENDED) {
            state = State.ENDED;
            connection.close();
        }
        dial.end(end);
    }

    /** The peer will send no more: what a paused play has left unread may hold the reason. */
    void onInputClosed() {
        reading = true;
    }

    void onClosed() {
        connection.noDeadline();
        chunks.close();
        if (state != State.ENDED) {
            state = State.ENDED;
            dial.end(new ClientEnd.Lost());
        }
    }
}

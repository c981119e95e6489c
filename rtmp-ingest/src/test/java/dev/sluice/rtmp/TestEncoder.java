package dev.sluice.rtmp;

import dev.sluice.rtmp.amf.AmfLimits;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.ChunkLimits;
import dev.sluice.rtmp.codec.ChunkReader;
import dev.sluice.rtmp.codec.Handshake;
import dev.sluice.rtmp.codec.MessageReader;
import dev.sluice.rtmp.codec.MessageWriter;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.testkit.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The other end of a session in an embedded channel: says what encoders say, and reads the answers as text. */
final class TestEncoder implements AutoCloseable {
    static final String KEY = "room1?sdkappid=1400000001&userid=alice&usersig=SIG";

    final FakeClock clock = new FakeClock();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final ConnectionGate gate;
    final EmbeddedChannel channel;
    private final MessageWriter writer = new MessageWriter(PooledByteBufAllocator.DEFAULT);
    private final ChunkReader chunks = new ChunkReader(ChunkLimits.DEFAULT, PooledByteBufAllocator.DEFAULT);
    private final MessageReader messages = new MessageReader(AmfLimits.DEFAULT);
    private final ByteBuf received = Unpooled.buffer();

    TestEncoder(Door door, RtmpLimits limits) {
        gate = new ConnectionGate(limits);
        var context = new RtmpContext(door, limits, clock, new RtmpMetrics(metrics, gate),
                new RareLog(LoggerFactory.getLogger(TestEncoder.class), clock));
        var slot = Objects.requireNonNull(gate.enter(InetAddress.getLoopbackAddress()));
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new RtmpHandler(context, slot));
    }

    TestEncoder(Door door) {
        this(door, RtmpLimits.DEFAULT);
    }

    /** A plain handshake; the answer is thrown away. */
    TestEncoder handshake() {
        sendBytes(new byte[]{3});
        sendBytes(new byte[Handshake.SIZE]);
        sendBytes(new byte[Handshake.SIZE]);
        drain();
        received.clear();
        return this;
    }

    TestEncoder connect(String app) {
        return connect(app, Map.of());
    }

    /** @param more properties of the command object */
    TestEncoder connect(String app, Map<String, AmfValue> more) {
        var properties = new HashMap<>(more);
        properties.put("app", new AmfValue.Text(app));
        properties.put("tcUrl", new AmfValue.Text("rtmp://host/" + app));
        return send(new Command(0, "connect", 1, new AmfValue.Obj("", properties)));
    }

    TestEncoder publish(String key) {
        return send(new Command(1, "publish", 5, new AmfValue.Null(), new AmfValue.Text(key),
                new AmfValue.Text("live")));
    }

    /** From the handshake to the media, without a look at the answers. */
    TestEncoder publishing() {
        handshake().connect("push").publish(KEY).answers();
        return this;
    }

    TestEncoder video(long time, String hex) {
        return send(new RtmpMessage.Video(1, time, Hex.buffer(hex)));
    }

    TestEncoder audio(long time, String hex) {
        return send(new RtmpMessage.Audio(1, time, Hex.buffer(hex)));
    }

    TestEncoder send(RtmpMessage... toSend) {
        var out = channel.alloc().buffer();
        for (var message : toSend) {
            writer.write(message, out);
        }
        channel.writeInbound(out);
        channel.runPendingTasks();
        return this;
    }

    TestEncoder sendBytes(byte[] bytes) {
        channel.writeInbound(channel.alloc().buffer().writeBytes(bytes));
        return this;
    }

    /** Lets time pass, for the clock and for deadlines. */
    TestEncoder pass(Duration time) {
        clock.advance(time);
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
        return this;
    }

    /** What the server has said since the last call, a line per message. */
    List<String> answers() {
        return messages().stream().map(TestEncoder::line).toList();
    }

    /** The same as messages; the server sends none with a body. */
    List<RtmpMessage> messages() {
        drain();
        var said = new ArrayList<RtmpMessage>();
        for (var raw = chunks.read(received); raw != null; raw = chunks.read(received)) {
            var message = messages.read(raw);
            if (message instanceof RtmpMessage.SetChunkSize(var size)) {
                chunks.chunkSize(size);
            }
            said.add(message);
            raw.release();
        }
        received.discardReadBytes();
        return said;
    }

    private void drain() {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            received.writeBytes(out);
            out.release();
        }
    }

    private static String line(RtmpMessage message) {
        return switch (message) {
            case Command command -> command.name() + " " + (long) command.transactionId() + " on " + command.streamId()
                    + arguments(command);
            case RtmpMessage.UserControl(var event, var data) -> "UserControl " + event + " " + data;
            default -> message.toString();
        };
    }

    private static String arguments(Command command) {
        var text = new StringBuilder();
        for (var argument : command.arguments()) {
            var members = argument.members();
            text.append(' ').append(members.isEmpty()
                    ? argument.toString()
                    : member(members, "level") + " " + member(members, "code") + " " + member(members, "description"));
        }
        return text.toString();
    }

    private static String member(Map<String, AmfValue> members, String name) {
        return members.getOrDefault(name, new AmfValue.Null()).text("?");
    }

    double refused(String code) {
        return metrics.counter("sluice.rtmp.refused", "code", code).count();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        chunks.close();
    }
}

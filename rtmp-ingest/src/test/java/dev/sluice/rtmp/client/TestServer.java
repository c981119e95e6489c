package dev.sluice.rtmp.client;

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
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The other end of a client's sessions in embedded channels: says what servers say, and reads the calls as text. */
final class TestServer implements AutoCloseable {
    static final AmfValue NULL = new AmfValue.Null();

    final FakeClock clock = new FakeClock();
    private final ClientLimits limits;
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private @Nullable MessageWriter writer;
    private @Nullable ChunkReader chunks;
    private final MessageReader messages = new MessageReader(AmfLimits.DEFAULT);
    private final ByteBuf received = Unpooled.buffer();

    TestServer(ClientLimits limits) {
        this.limits = limits;
    }

    TestServer() {
        this(ClientLimits.DEFAULT);
    }

    Playing play(String url, PlayListener listener) {
        return new PlayDial(dial(url, new PlayRole(listener)));
    }

    Publishing publish(String url, PublishListener listener) {
        var role = new PublishRole(listener);
        return new PublishDial(dial(url, role), role);
    }

    private Dial dial(String url, Role role) {
        var dial = new Dial(new ClientContext(limits, clock), RtmpUrl.parse(url), role,
                new EmbeddedChannel().eventLoop(), this::accept);
        dial.start();
        return dial;
    }

    private ChannelFuture accept(ClientHandler handler) {
        closeReader();
        received.clear();
        writer = new MessageWriter(PooledByteBufAllocator.DEFAULT);
        chunks = new ChunkReader(ChunkLimits.DEFAULT, PooledByteBufAllocator.DEFAULT);
        var channel = new EmbeddedChannel(new ChannelInitializer<EmbeddedChannel>() {
            @Override
            protected void initChannel(EmbeddedChannel opened) {
                opened.freezeTime();
                channels.add(opened);
                opened.pipeline().addLast(handler);
            }
        });
        return channel.newSucceededFuture();
    }

    /** The connection made last. */
    EmbeddedChannel channel() {
        return channels.getLast();
    }

    int connections() {
        return channels.size();
    }

    /** A plain handshake; the client's half is thrown away. */
    TestServer handshake() {
        sendBytes(new byte[]{3});
        sendBytes(new byte[2 * Handshake.SIZE]);
        drain();
        received.skipBytes(1 + 2 * Handshake.SIZE);
        return this;
    }

    /** The handshake, and connect succeeds. */
    TestServer connected() {
        return handshake().send(result(Calls.CONNECT, NULL));
    }

    /** Up to the stream, which has the id 1. */
    TestServer created() {
        return connected().send(result(Calls.CREATE_STREAM, new AmfValue.Num(1)));
    }

    TestServer playing() {
        return created().send(status("status", "NetStream.Play.Start", ""));
    }

    TestServer publishing() {
        return created().send(status("status", "NetStream.Publish.Start", ""));
    }

    static Command result(int transaction, AmfValue value) {
        return new Command(0, "_result", transaction, NULL, value);
    }

    static Command error(int transaction, String code, String description) {
        return new Command(0, "_error", transaction, NULL, information("error", code, description));
    }

    static Command status(String level, String code, String description) {
        return new Command(1, "onStatus", 0, NULL, information(level, code, description));
    }

    static AmfValue information(String level, String code, String description) {
        var members = new LinkedHashMap<String, AmfValue>();
        members.put("level", new AmfValue.Text(level));
        members.put("code", new AmfValue.Text(code));
        members.put("description", new AmfValue.Text(description));
        return new AmfValue.Obj("", members);
    }

    TestServer send(RtmpMessage... toSend) {
        var out = channel().alloc().buffer();
        for (var message : toSend) {
            Objects.requireNonNull(writer).write(message, out);
        }
        channel().writeInbound(out);
        channel().runPendingTasks();
        return this;
    }

    TestServer sendBytes(byte[] bytes) {
        channel().writeInbound(channel().alloc().buffer().writeBytes(bytes));
        return this;
    }

    TestServer pass(Duration time) {
        clock.advance(time);
        channel().advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel().runScheduledPendingTasks();
        channel().runPendingTasks();
        return this;
    }

    /** What the client has said since the last call, a line per message. */
    List<String> calls() {
        drain();
        var lines = new ArrayList<String>();
        var reader = Objects.requireNonNull(chunks);
        for (var raw = reader.read(received); raw != null; raw = reader.read(received)) {
            var message = messages.read(raw);
            if (message instanceof RtmpMessage.SetChunkSize(var size)) {
                reader.chunkSize(size);
            }
            lines.add(line(message));
            raw.release();
        }
        return lines;
    }

    private void drain() {
        for (ByteBuf out = channel().readOutbound(); out != null; out = channel().readOutbound()) {
            received.writeBytes(out);
            out.release();
        }
    }

    private static String line(RtmpMessage message) {
        return switch (message) {
            case Command command -> command.name() + " " + (long) command.transactionId() + " on " + command.streamId()
                    + values(command.arguments()) + members(command.object().members());
            case RtmpMessage.UserControl(var event, var data) -> "UserControl " + event + " " + data;
            case RtmpMessage.Audio(var stream, var time, var body) -> "audio " + stream + " " + time + " "
                    + Hex.of(body);
            case RtmpMessage.Video(var stream, var time, var body) -> "video " + stream + " " + time + " "
                    + Hex.of(body);
            case RtmpMessage.Data(var stream, var time, var values) -> "data " + stream + " " + time + values(values);
            default -> message.toString();
        };
    }

    private static String values(List<AmfValue> values) {
        var text = new StringBuilder();
        values.forEach(value -> text.append(' ').append(value.text(String.valueOf(value.number(0)))));
        return text.toString();
    }

    private static String members(Map<String, AmfValue> members) {
        return members.isEmpty()
                ? ""
                : Stream.of("app", "tcUrl", "flashVer").map(name -> members.getOrDefault(name, NULL).text("?"))
                        .collect(Collectors.joining(" ", " ", ""));
    }

    @Override
    public void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        closeReader();
    }

    private void closeReader() {
        if (chunks != null) {
            chunks.close();
        }
    }
}

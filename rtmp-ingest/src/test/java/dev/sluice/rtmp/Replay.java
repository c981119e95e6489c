package dev.sluice.rtmp;

import dev.sluice.rtmp.testkit.RecordingSink;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.FakeClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Replays sessions, each through a connection of its own on which every buffer is counted. */
final class Replay {
    private final FakeClock clock = new FakeClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ConnectionGate gate = new ConnectionGate(RtmpLimits.DEFAULT);
    private final RtmpMetrics rtmpMetrics = new RtmpMetrics(metrics, gate);
    private final RareLog strangers = new RareLog(LoggerFactory.getLogger(Replay.class), clock);
    private final Map<StableCode, Counter> refused = new EnumMap<>(StableCode.class);

    Replay() {
        for (var code : StableCode.values()) {
            refused.put(code, metrics.counter("sluice.rtmp.refused", "code", code.name()));
        }
    }

    /** How a replay ends: who does it. */
    enum End {
        /** The encoder closes behind its last byte. */
        CLOSED,
        /** The encoder falls silent and leaves it to the relay. */
        SILENT
    }

    /**
     * What came of it.
     *
     * @param lines of the sink
     * @param held the most memory in use between two pieces
     * @param leaked memory in use after the end
     */
    record Outcome(StableCode code, List<String> lines, long held, long leaked) {}

    /** @param pieces in which the bytes arrive */
    Outcome run(End end, byte[]... pieces) {
        var before = counts();
        var allocator = new UnpooledByteBufAllocator(false, true);
        var door = new RecordingDoor(true, new RecordingSink(false));
        var channel = channel(door, allocator);
        long held = 0;
        for (var piece : pieces) {
            channel.writeInbound(Unpooled.wrappedBuffer(piece));
            channel.runPendingTasks();
            drain(channel);
            held = Math.max(held, used(allocator));
        }
        if (end == End.SILENT) {
            silence(channel);
        }
        channel.finishAndReleaseAll();
        if (gate.connections() + gate.halfOpen() > 0) {
            throw new AssertionError("a place was not given back");
        }
        return new Outcome(code(before, door.sink.lines), door.sink.lines, held, used(allocator));
    }

    private EmbeddedChannel channel(Door door, UnpooledByteBufAllocator allocator) {
        var channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.config().setAllocator(allocator);
        var slot = Objects.requireNonNull(gate.enter(InetAddress.getLoopbackAddress()));
        channel.pipeline().addLast(new RtmpHandler(
                new RtmpContext(door, RtmpLimits.DEFAULT, clock, rtmpMetrics, strangers), slot));
        return channel;
    }

    private static void drain(EmbeddedChannel channel) {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            out.release();
        }
    }

    /** Longer than any deadline, twice: one of them tells the peer, the next closes. */
    private void silence(EmbeddedChannel channel) {
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofSeconds(20));
            channel.advanceTimeBy(20, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            channel.runPendingTasks();
            drain(channel);
        }
        if (channel.isOpen()) {
            throw new AssertionError("open for ever");
        }
    }

    private static long used(UnpooledByteBufAllocator allocator) {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    private double[] counts() {
        return refused.values().stream().mapToDouble(Counter::count).toArray();
    }

    /** The code that was counted, else the one with which the room was left. */
    private StableCode code(double[] before, List<String> lines) {
        int i = 0;
        for (var counter : refused.entrySet()) {
            if (counter.getValue().count() > before[i++]) {
                return counter.getKey();
            }
        }
        return lines.stream().filter(line -> line.startsWith("end ")).reduce((_, last) -> last)
                .map(line -> StableCode.valueOf(line.split(" ", 3)[1]))
                .orElseThrow(() -> new AssertionError("ended without a code"));
    }
}

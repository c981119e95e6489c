package dev.sluice.rtmp;

import dev.sluice.media.Bytes;
import dev.sluice.rtmp.amf.AmfLimits;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.ChunkLimits;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.rtmp.codec.RtmpMessage.UserControl;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of limits: one peer goes over the edge of each and is told, while another publishes undisturbed. */
class RtmpLimitsTest {
    private static final int SOME_CHUNK_STREAM = 20;
    private static final Bytes PING = Bytes.of((byte) 'p', (byte) 'i', (byte) 'n', (byte) 'g');
    private static final String TOLD = "LIMIT_EXCEEDED: ";
    private static final String UNHEARD = "";
    private static final List<RawPeer> SILENT = new ArrayList<>();
    private static EventLoops loops;

    /** @param told what the offender hears, before it is closed */
    record Edge(String limit, RtmpLimits limits, Offence offence, String told) {
        @Override
        public String toString() {
            return limit;
        }
    }

    interface Offence {
        RawPeer commit(int port) throws IOException;
    }

    @BeforeAll
    static void open() {
        loops = EventLoops.create(1);
    }

    @AfterAll
    static void close() throws IOException {
        for (var peer : SILENT) {
            peer.close();
        }
        loops.close();
    }

    static List<Edge> edges() {
        return List.of(new Edge("connections", connections(1, 100, 500), RawPeer::connected, TOLD + "connections: "),
                new Edge("connectionsPerAddress", connections(100, 1, 500), RawPeer::connected,
                        TOLD + "connectionsPerAddress"),
                new Edge("handshakesHalfOpen", connections(100, 100, 1), RtmpLimitsTest::behindASilentOne, UNHEARD),
                new Edge("messageBytes", chunks(4096, 1 << 20, 64), port -> publishing(port, video(5000)),
                        TOLD + "bytes of an RTMP message: found 5005, expected at most 4096"),
                new Edge("partialBytes", chunks(4096, 8192, 64), port -> begun(port, 3, 4096, 4000),
                        TOLD + "bytes of unfinished RTMP messages: found 12000, expected at most 8192"),
                new Edge("chunkStreams", chunks(4096, 1 << 20, 8), port -> begun(port, 8, 200, 128),
                        TOLD + "RTMP chunk streams: found 9, expected at most 8"),
                new Edge("depth", amf(2, 1000, 1024, 64), port -> called(port, nested(3)),
                        TOLD + "AMF nested values: found 3, expected at most 2"),
                new Edge("items", amf(2, 20, 1024, 64), port -> called(port, items(20)),
                        TOLD + "AMF items of a message: found 21, expected at most 20"),
                new Edge("stringBytes", amf(2, 20, 1024, 64), port -> called(port, new AmfValue.Text("x".repeat(1025))),
                        TOLD + "AMF bytes of a string: found 1025, expected at most 1024"),
                new Edge("keyBytes", amf(2, 20, 1024, 64),
                        port -> called(port, new AmfValue.Obj("", Map.of("k".repeat(65), new AmfValue.Null()))),
                        TOLD + "AMF bytes of a string: found 65, expected at most 64"));
    }

    private static RawPeer behindASilentOne(int port) throws IOException {
        SILENT.add(RawPeer.silent(port));
        return RawPeer.silent(port);
    }

    private static RtmpLimits connections(int all, int perAddress, int halfOpen) {
        return limits(all, perAddress, halfOpen, ChunkLimits.DEFAULT, AmfLimits.DEFAULT);
    }

    private static RtmpLimits chunks(int message, int partial, int streams) {
        return limits(100, 100, 500, new ChunkLimits(message, partial, streams), AmfLimits.DEFAULT);
    }

    private static RtmpLimits amf(int depth, int items, int string, int key) {
        return limits(100, 100, 500, ChunkLimits.DEFAULT, new AmfLimits(depth, items, string, key));
    }

    private static RtmpLimits limits(int all, int perAddress, int halfOpen, ChunkLimits chunks, AmfLimits amf) {
        var usual = RtmpLimits.DEFAULT;
        return new RtmpLimits(all, perAddress, halfOpen, chunks, amf, usual.handshakeTime(), usual.publishTime(),
                usual.idleTime(), usual.lingerTime());
    }

    private static RawPeer publishing(int port, RtmpMessage message) throws IOException {
        var peer = RawPeer.publishing(port);
        peer.send(message);
        return peer;
    }

    private static RtmpMessage.Video video(int bytes) {
        return new RtmpMessage.Video(1, 0, Unpooled.wrappedBuffer(new byte[]{0x27, 2, 0, 0, 0}, new byte[bytes]));
    }

    /** The first chunk of a longer message on each of several chunk streams. */
    private static RawPeer begun(int port, int streams, int length, int chunk) throws IOException {
        var peer = publishing(port, new RtmpMessage.SetChunkSize(chunk));
        for (int i = 0; i < streams; i++) {
            var out = Unpooled.buffer().writeByte(SOME_CHUNK_STREAM + i).writeMedium(0).writeMedium(length).writeByte(9)
                    .writeIntLE(1).writeZero(chunk);
            peer.sendBytes(out.array(), out.readableBytes());
        }
        return peer;
    }

    private static RawPeer called(int port, AmfValue argument) throws IOException {
        return publishing(port, new Command(0, "whatever", 3, new AmfValue.Null(), argument));
    }

    private static AmfValue nested(int depth) {
        return depth == 0 ? new AmfValue.Null() : new AmfValue.Obj("", Map.of("a", nested(depth - 1)));
    }

    private static AmfValue items(int count) {
        return new AmfValue.StrictArray(Collections.nCopies(count, new AmfValue.Null()));
    }

    @ParameterizedTest
    @MethodSource("edges")
    void beyondItsEdgeOneIsToldAndNobodyElseDisturbed(Edge edge) throws IOException {
        var metrics = new SimpleMeterRegistry();
        var open = new RtmpServer(loops, new RecordingDoor(true), edge.limits(), Clock.SYSTEM, metrics);
        int port = open.bind("127.0.0.1", 0, Optional.empty());
        try (open; var other = RawPeer.publishing(port)) {
            try (var offender = edge.offence().commit(port)) {
                assertThat(offender.readToTheEnd()).contains(edge.told());
            }
            assertThat(metrics.counter("sluice.rtmp.refused", "code", "LIMIT_EXCEEDED").count()).isEqualTo(1);
            other.send(new UserControl(UserControl.PING_REQUEST, PING));
            other.await("ping");
        }
    }

    @Test
    void everyLimitStandsInTheTable() {
        assertThat(edges()).extracting(Edge::limit).containsExactlyInAnyOrderElementsOf(
                Stream.of(RtmpLimits.class, ChunkLimits.class, AmfLimits.class)
                        .flatMap(limits -> Arrays.stream(limits.getRecordComponents()))
                        .filter(component -> component.getType() == int.class).map(RecordComponent::getName).toList());
    }
}

package dev.sluice.rtmp;

import dev.sluice.media.Bytes;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.Handshake;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.rtmp.codec.RtmpMessage.UserControl;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Tags;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What no encoder does: slow, greedy and senseless peers. */
class HostileSessionTest {
    private static final AmfValue NULL = new AmfValue.Null();
    private static final UserControl PING = new UserControl(UserControl.PING_REQUEST, Bytes.of((byte) 1));
    private static final String STARTED = "Publish.Start";
    private static final String TOO_MUCH = "LIMIT_EXCEEDED: requests";

    private final RecordingDoor door = new RecordingDoor(true);
    private final TestEncoder peer = new TestEncoder(door);

    @AfterEach
    void close() {
        peer.close();
        assertThat(peer.gate.connections() + peer.gate.halfOpen()).isZero();
        assertThat(peer.refused("INTERNAL")).isZero();
    }

    private static Command call(String name, double transaction) {
        return new Command(0, name, transaction, NULL);
    }

    @Test
    void halfAHandshakeIsNotWaitedForHoweverSlowlyItGrows() {
        peer.sendBytes(new byte[]{3});
        for (int second = 0; second < 4; second++) {
            peer.pass(Duration.ofSeconds(1)).sendBytes(new byte[Handshake.SIZE / 8]);
        }
        assertThat(peer.channel.isOpen()).isTrue();
        peer.pass(Duration.ofSeconds(1));
        assertThat(peer.channel.isOpen()).isFalse();
    }

    @Test
    void aByteASecondIsNoPublish() {
        peer.handshake().connect("push").answers();
        for (int second = 0; second < 9; second++) {
            peer.pass(Duration.ofSeconds(1)).sendBytes(new byte[]{(byte) (second == 0 ? 3 : 0)});
        }
        assertThat(peer.answers()).isEmpty();
        peer.pass(Duration.ofSeconds(1));
        assertThat(peer.answers()).singleElement().asString().contains("IDLE_TIMEOUT: no publish within 10 s");
        peer.pass(Duration.ofSeconds(2));
        assertThat(peer.channel.isOpen()).isFalse();
    }

    static Stream<Arguments> signsOfLife() {
        var begun = Hex.bytes("06 000000 001000 09 01000000 27");
        return Stream.of(sign("pings", (peer, _) -> peer.send(PING)),
                sign("metadata", (peer, _) -> peer.send(new RtmpMessage.Data(1, 0, List.of()))),
                sign("configurations", (peer, _) -> peer.video(0, Tags.VIDEO_CONFIG)),
                sign("frames without a configuration", (peer, _) -> peer.video(0, Tags.KEY_FRAME)),
                sign("a frame byte by byte", (peer, i) -> peer.sendBytes(i == 0 ? begun : new byte[1])));
    }

    private static Arguments sign(String name, BiConsumer<TestEncoder, Integer> given) {
        return Arguments.argumentSet(name, given);
    }

    @ParameterizedTest
    @MethodSource("signsOfLife")
    void whoNeverCompletesAFrameLosesItsPlace(BiConsumer<TestEncoder, Integer> sign) {
        peer.publishing();
        for (int i = 0; i < 5; i++) {
            peer.pass(Duration.ofSeconds(10));
            sign.accept(peer, i);
        }
        assertThat(peer.answers()).noneMatch(line -> line.contains("IDLE"));
        peer.pass(Duration.ofSeconds(10));
        assertThat(peer.answers()).anyMatch(line -> line.contains("IDLE_TIMEOUT: no media for 60 s"));
        assertThat(door.sink.lines).endsWith("end IDLE_TIMEOUT lost");
    }

    @Test
    void aPublisherWhoseFramesEndIsLostToo() {
        peer.publishing().audio(0, Tags.AUDIO_CONFIG).audio(0, Tags.AUDIO_FRAME);
        for (int i = 0; i < 6; i++) {
            peer.pass(Duration.ofSeconds(10)).send(PING);
        }
        assertThat(peer.answers()).noneMatch(line -> line.contains("IDLE"));
        peer.pass(Duration.ofSeconds(10));
        assertThat(door.sink.lines).endsWith("end IDLE_TIMEOUT lost");
    }

    static Stream<Arguments> floods() {
        return Stream.of(flood("pings", PING), flood("streams", call("createStream", 4)),
                flood("unknown commands", call("whatever", 4)), flood("commands that want no answer", call("x", 0)),
                flood("play", call("play", 4)));
    }

    private static Arguments flood(String name, RtmpMessage message) {
        return Arguments.argumentSet(name, message);
    }

    @ParameterizedTest
    @MethodSource("floods")
    void nobodyAsksWithoutEnd(RtmpMessage message) {
        peer.publishing().send(Collections.nCopies(900, message).toArray(RtmpMessage[]::new));
        assertThat(peer.answers()).noneMatch(line -> line.contains(TOO_MUCH));
        peer.pass(Duration.ofSeconds(11)).send(Collections.nCopies(900, message).toArray(RtmpMessage[]::new));
        assertThat(peer.answers()).as("in the next period").noneMatch(line -> line.contains(TOO_MUCH));
        peer.send(Collections.nCopies(200, message).toArray(RtmpMessage[]::new));
        assertThat(peer.answers()).hasSizeLessThan(110).last().asString().contains(TOO_MUCH);
        assertThat(peer.refused("LIMIT_EXCEEDED")).isEqualTo(1);
    }

    @Test
    void nobodyComesAndGoesWithoutEnd() {
        peer.handshake().connect("push").answers();
        for (int i = 0; i < 19; i++) {
            peer.publish(TestEncoder.KEY).send(call("closeStream", 0));
        }
        assertThat(peer.answers()).filteredOn(line -> line.contains(STARTED) && line.startsWith("onStatus"))
                .hasSize(19);
        peer.publish(TestEncoder.KEY);
        assertThat(peer.answers()).last().asString().contains(TOO_MUCH);
    }

    static Stream<Arguments> nonsense() {
        var media = new byte[5000];
        media[0] = 0x27;
        media[1] = 2;
        var keys = new LinkedHashMap<String, AmfValue>();
        for (int i = 0; i < 5000; i++) {
            keys.put("key" + i, new AmfValue.Num(i));
        }
        return Stream.of(
                harmless("aborts of what never was",
                        Collections.nCopies(5000, new RtmpMessage.Abort(77)).toArray(RtmpMessage[]::new)),
                harmless("acknowledgements",
                        Collections.nCopies(5000, new RtmpMessage.Acknowledgement(0xffff_ffffL))
                                .toArray(RtmpMessage[]::new)),
                harmless("flapping chunk size",
                        Stream.iterate(1, size -> size % 300 + 1).limit(2000).map(RtmpMessage.SetChunkSize::new)
                                .toArray(RtmpMessage[]::new)),
                harmless("a window of one byte", new RtmpMessage.WindowAckSize(1), PING),
                harmless("large message in chunks of 1", new RtmpMessage.SetChunkSize(1),
                        new RtmpMessage.Video(1, 0, Unpooled.wrappedBuffer(media)), new RtmpMessage.SetChunkSize(4096)),
                harmless("huge metadata", new RtmpMessage.SetChunkSize(65_536),
                        new RtmpMessage.Data(1, 0,
                                List.of(new AmfValue.Text("onMetaData"), new AmfValue.EcmaArray(keys)))),
                harmless("type 0", new RtmpMessage.Unknown(0, 1, Hex.buffer("00"))),
                harmless("type 255", new RtmpMessage.Unknown(255, 1, Hex.buffer("00"))),
                harmless("aggregate of an aggregate", new RtmpMessage.Aggregate(1, 0,
                        Hex.buffer("16 00000c 000000 00 000000 08 000001 000000 00 000000 af 00000000"))),
                harmless("empty audio, video and aggregate", new RtmpMessage.Audio(1, 0, Unpooled.EMPTY_BUFFER),
                        new RtmpMessage.Video(1, 0, Unpooled.EMPTY_BUFFER),
                        new RtmpMessage.Aggregate(1, 0, Unpooled.EMPTY_BUFFER)),
                harmless("times at their ends", timed(0xffff_ffffL), timed(0), timed(0x7fff_ffffL), timed(0x8000_0000L),
                        timed(0xff_ffff), timed(0x100_0000), timed(0)),
                harmless("composition times at their ends",
                        new RtmpMessage.Video(1, 0, Hex.buffer("17 01 800000" + Tags.IDR)),
                        new RtmpMessage.Video(1, 0, Hex.buffer("27 01 7fffff" + Tags.SLICE))));
    }

    private static Arguments harmless(String name, RtmpMessage... messages) {
        return Arguments.argumentSet(name, (Object) messages);
    }

    private static RtmpMessage timed(long time) {
        return new RtmpMessage.Audio(1, time, Hex.buffer(Tags.AUDIO_FRAME));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseThatHarmsNobodyIsTaken(RtmpMessage[] messages) {
        peer.publishing().audio(0, Tags.AUDIO_CONFIG).video(0, Tags.VIDEO_CONFIG);
        peer.send(messages).audio(5, Tags.AUDIO_FRAME);
        assertThat(peer.answers()).noneMatch(line -> line.contains("error"));
        assertThat(door.sink.lines).last().asString().startsWith("audio ");
    }

    static Stream<Arguments> breaches() {
        return Stream.of(Arguments.argumentSet("an empty command", "03 000000 000000 14 00000000"),
                Arguments.argumentSet("an empty Set Chunk Size", "02 000000 000000 01 00000000"),
                Arguments.argumentSet("an empty User Control", "02 000000 000000 04 00000000"),
                Arguments.argumentSet("a chunk size of 0", "02 000000 000004 01 00000000 00000000"),
                Arguments.argumentSet("a chunk size below 0", "02 000000 000004 01 00000000 80000001"),
                Arguments.argumentSet("a continuation of nothing on the last chunk stream", "c1 ffff"),
                Arguments.argumentSet("an aggregate shorter than its part",
                        "06 000000 00000c 16 01000000 08 000002 000000 00 000000 af"));
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void aBreachIsTold(String hex) {
        peer.publishing().sendBytes(Hex.bytes(hex));
        assertThat(peer.answers()).singleElement().asString().contains("Publish.Rejected PROTOCOL_ERROR: ");
        assertThat(door.sink.lines).containsExactly("end PROTOCOL_ERROR clean");
    }

    @Test
    void chunkStreamsOfEverySizeOfIdAreTheSame() {
        peer.publishing().sendBytes(Hex.bytes("3f 000000 000004 08 01000000" + Tags.AUDIO_CONFIG));
        peer.sendBytes(Hex.bytes("00 ff 000000 000004 08 01000000" + Tags.AUDIO_FRAME));
        peer.sendBytes(Hex.bytes("01 ffff 000005 000004 08 01000000" + Tags.AUDIO_FRAME));
        assertThat(door.sink.lines).containsExactly("audio config 44100/2", "audio 0 2110", "audio 5 2110");
    }

    @Test
    void aPeerThatDoesNotReadIsNotRead() {
        peer.publishing();
        peer.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        peer.channel.runPendingTasks();
        assertThat(peer.channel.config().isAutoRead()).isFalse();
        peer.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        peer.channel.runPendingTasks();
        assertThat(peer.channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aStrangerHasUsHoldLittle() {
        peer.handshake().connect("push").answers();
        peer.send(new RtmpMessage.SetChunkSize(200_000));
        for (int chunkStream = 20; chunkStream < 22; chunkStream++) {
            peer.sendBytes(Hex.bytes("%02x 000000 030d41 09 01000000".formatted(chunkStream)));
            peer.sendBytes(new byte[200_000]);
        }
        assertThat(peer.answers()).singleElement().asString()
                .contains("LIMIT_EXCEEDED: bytes of unfinished RTMP messages");
    }
}

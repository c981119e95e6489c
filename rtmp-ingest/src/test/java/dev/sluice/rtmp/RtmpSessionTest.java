package dev.sluice.rtmp;

import dev.sluice.media.Bytes;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RtmpSessionTest {
    private static final String STARTED = "onStatus 0 on 1 status NetStream.Publish.Start Publishing.";
    private static final AmfValue NULL = new AmfValue.Null();

    private final RecordingDoor door = new RecordingDoor(true);
    private final TestEncoder encoder = new TestEncoder(door);

    @AfterEach
    void close() {
        encoder.close();
        assertThat(encoder.gate.connections()).isZero();
        assertThat(encoder.gate.halfOpen()).isZero();
    }

    private static Command call(String name, double transaction, AmfValue... arguments) {
        return new Command(0, name, transaction, NULL, arguments);
    }

    @Test
    void ffmpegsOrderOfCommands() {
        encoder.handshake().connect("push");
        assertThat(encoder.answers()).containsExactly("WindowAckSize[size=2500000]",
                "SetPeerBandwidth[size=2500000, limitType=2]", "SetChunkSize[size=65536]",
                "_result 1 on 0 status NetConnection.Connect.Success Connection succeeded.");
        encoder.send(new RtmpMessage.SetChunkSize(65_536));
        var key = new AmfValue.Text(TestEncoder.KEY);
        encoder.send(call("releaseStream", 2, key), call("FCPublish", 3, key), call("createStream", 4));
        assertThat(encoder.answers()).containsExactly("_result 2 on 0 Undefined[]", "_result 3 on 0 Undefined[]",
                "_result 4 on 0 Num[value=1.0]");
        encoder.publish(TestEncoder.KEY);
        assertThat(encoder.answers()).containsExactly(
                "onFCPublish 0 on 0 status NetStream.Publish.Start Publishing.", "UserControl 0 00000001", STARTED);
        assertThat(door.request).hasToString("RTMP 1400000001/room1 alice from local");
        encoder.send(new RtmpMessage.Data(1, 0, List.of(new AmfValue.Text("@setDataFrame"),
                new AmfValue.Text("onMetaData"),
                new AmfValue.EcmaArray(Map.of("encoder", new AmfValue.Text("Lavf"))))));
        encoder.video(0, Tags.VIDEO_CONFIG).audio(0, Tags.AUDIO_CONFIG).video(0, Tags.KEY_FRAME)
                .audio(23, Tags.AUDIO_FRAME);
        encoder.send(call("FCUnpublish", 6, key), call("deleteStream", 7, new AmfValue.Num(1)));
        assertThat(encoder.answers()).containsExactly(
                "onFCUnpublish 0 on 0 status NetStream.Unpublish.Success Unpublished.", "_result 6 on 0 Undefined[]",
                "onStatus 0 on 1 status NetStream.Unpublish.Success Unpublished.");
        encoder.close();
        assertThat(door.sink.lines).containsExactly("video config 640x360 sps=1 pps=1", "audio config 44100/2",
                "video 0 0 key 0000000365b804", "audio 23 2110", "end PEER_CLOSED clean");
    }

    /** Server rtmp://host/push/, chunk size first, type 17 commands, metadata as object. */
    @Test
    void obsTwoFieldsAndAmf3Commands() {
        encoder.handshake().send(new RtmpMessage.SetChunkSize(4096));
        encoder.connect("push/").answers();
        encoder.send(new Command(true, 0, "_checkbw", 9, NULL, List.of()),
                new Command(true, 0, "getStreamLength", 10, NULL, List.of()));
        assertThat(encoder.answers()).containsExactly("_result 9 on 0 Undefined[]", "_result 10 on 0 Num[value=0.0]");
        encoder.send(new Command(true, 1, "publish", 5, NULL,
                List.of(new AmfValue.Text(TestEncoder.KEY), new AmfValue.Text("live"))));
        assertThat(encoder.answers()).endsWith(STARTED);
        encoder.send(new RtmpMessage.Aggregate(1, 100, Hex.buffer("08 000004 000000 00 000000 af001210 0000000f"
                + "08 000004 000017 00 000000 af012110 0000000f")));
        assertThat(door.sink.lines).containsExactly("audio config 44100/2", "audio 123 2110");
    }

    /** objectEncoding 3 as Flash has it: AMF0 up to connect, then AMF3 in type 17 and 15; answered in AMF0. */
    @Test
    void anEncoderThatAsksForAmf3() {
        encoder.handshake().send(new Command(0, "connect", 1, new AmfValue.Obj("", Map.of("app",
                new AmfValue.Text("push"), "objectEncoding", new AmfValue.Num(3)))));
        assertThat(encoder.answers()).endsWith("_result 1 on 0 status NetConnection.Connect.Success"
                + " Connection succeeded.");
        encoder.send(new RtmpMessage.Unknown(17, 0, Hex.buffer("00 02 000c 63726561746553747265616d 11 0404 11 01")));
        assertThat(encoder.answers()).containsExactly("_result 4 on 0 Num[value=1.0]");
        encoder.send(new RtmpMessage.Unknown(17, 1, Hex.buffer("00 02 0007 7075626c697368 11 0405 11 01 11 06 %02x %s"
                .formatted(2 * TestEncoder.KEY.length() + 1, hex(TestEncoder.KEY)) + "11 06 09 6c697665")));
        assertThat(encoder.answers()).endsWith(STARTED);
        assertThat(door.request).hasToString("RTMP 1400000001/room1 alice from local");
        encoder.send(new RtmpMessage.Unknown(15, 1, Hex.buffer("00 11 06 15 6f6e4d65746144617461 11 09 01 0f"
                + "656e636f646572 06 09 4c617666 01")));
        encoder.video(0, Tags.VIDEO_CONFIG);
        assertThat(encoder.answers()).isEmpty();
        assertThat(door.sink.lines).containsExactly("video config 640x360 sps=1 pps=1");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothingIsAcknowledgedBeforeItIsAuthorised() {
        var slow = new RecordingDoor(false);
        try (var waiting = new TestEncoder(slow)) {
            waiting.handshake().connect("push").answers();
            waiting.publish(TestEncoder.KEY).video(0, Tags.VIDEO_CONFIG);
            assertThat(waiting.answers()).isEmpty();
            assertThat(waiting.channel.config().isAutoRead()).isFalse();
            slow.grant();
            waiting.channel.runPendingTasks();
            assertThat(waiting.answers()).endsWith(STARTED);
            assertThat(slow.sink.lines).as("what came early is not lost").containsExactly(
                    "video config 640x360 sps=1 pps=1");
            assertThat(waiting.channel.config().isAutoRead()).isTrue();
        }
        assertThat(slow.sink.lines).endsWith("end PEER_CLOSED lost");
    }

    @Test
    void aGrantThatComesTooLateIsGivenBack() {
        var slow = new RecordingDoor(false);
        var gone = new TestEncoder(slow);
        gone.handshake().connect("push").publish(TestEncoder.KEY);
        gone.close();
        slow.grant();
        gone.channel.runPendingTasks();
        assertThat(slow.sink.lines).containsExactly("end PEER_CLOSED lost");
    }

    @Test
    void aRefusedTokenIsToldAndTheConnectionClosedLater() {
        var slow = new RecordingDoor(false);
        try (var refused = new TestEncoder(slow)) {
            refused.handshake().connect("push").publish(TestEncoder.KEY).answers();
            slow.refuse(new ProtocolException(StableCode.TOKEN_EXPIRED, "too late"));
            refused.channel.runPendingTasks();
            assertThat(refused.answers())
                    .containsExactly("onStatus 0 on 1 error NetStream.Publish.Denied TOKEN_EXPIRED: too late");
            assertThat(refused.refused("TOKEN_EXPIRED")).isEqualTo(1);
            refused.sendBytes(new byte[5000]);
            refused.pass(Duration.ofMillis(1900));
            assertThat(refused.channel.isOpen()).isTrue();
            refused.pass(Duration.ofMillis(200));
            assertThat(refused.channel.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {511, 1017})
    void aKeyThatFFmpegCutGetsAHint(int length) {
        var slow = new RecordingDoor(false);
        try (var refused = new TestEncoder(slow)) {
            String key = TestEncoder.KEY + "x".repeat(length - TestEncoder.KEY.length());
            refused.handshake().connect("push").publish(key).answers();
            slow.refuse(new ProtocolException(StableCode.TOKEN_SIGNATURE, "wrong"));
            refused.channel.runPendingTasks();
            assertThat(refused.answers().getFirst()).startsWith("onStatus 0 on 1 error NetStream.Publish.Denied"
                    + " TOKEN_MALFORMED: ").contains("-rtmp_playpath");
        }
    }

    @Test
    void anotherApplicationIsRejectedAtConnect() {
        encoder.handshake().connect("live");
        assertThat(encoder.answers()).hasSize(2).allMatch(line -> line.contains("PROTOCOL_ERROR: RTMP application"))
                .anyMatch(line -> line.startsWith("_error 1 on 0 error NetConnection.Connect.Rejected"))
                .anyMatch(line -> line.startsWith("onStatus 0 on 0 error NetConnection.Connect.InvalidApp"));
    }

    @Test
    void aBadRoomIsRejectedAtPublish() {
        encoder.handshake().connect("push").answers();
        encoder.publish(TestEncoder.KEY.replace("room1", "room-1"));
        assertThat(encoder.answers()).singleElement().asString()
                .startsWith("onStatus 0 on 1 error NetStream.Publish.Rejected ROOM_INVALID: ");
        assertThat(door.request).isNull();
    }

    @Test
    void theRoomPartsWithThePublisher() {
        encoder.publishing();
        Objects.requireNonNull(door.session).close(new ProtocolException(StableCode.TAKEN_OVER, "by another"));
        encoder.channel.runPendingTasks();
        assertThat(encoder.answers())
                .containsExactly("onStatus 0 on 1 error NetStream.Publish.Rejected TAKEN_OVER: by another");
        assertThat(door.sink.lines).containsExactly("end TAKEN_OVER clean");
        encoder.pass(Duration.ofMillis(900));
        assertThat(encoder.channel.isOpen()).as("time to read why").isTrue();
        encoder.pass(Duration.ofMillis(200));
        assertThat(encoder.channel.isOpen()).as("OBS, which does not read, learns it by the close").isFalse();
    }

    @Test
    void anUnknownCodecIsToldToThePublisher() {
        encoder.publishing().video(0, "90 76766331");
        assertThat(encoder.answers()).singleElement().asString()
                .startsWith("onStatus 0 on 1 error NetStream.Publish.Rejected CODEC_UNSUPPORTED: ");
        assertThat(door.sink.lines).containsExactly("end CODEC_UNSUPPORTED clean");
    }

    @Test
    void aHandshakeMustComeInTime() {
        encoder.sendBytes(new byte[]{3, 0, 0}).pass(Duration.ofMillis(4900));
        assertThat(encoder.channel.isOpen()).isTrue();
        encoder.pass(Duration.ofMillis(200));
        assertThat(encoder.channel.isOpen()).isFalse();
    }

    @Test
    void aPublishMustComeInTime() {
        encoder.handshake().connect("push").answers();
        encoder.pass(Duration.ofMillis(10_100));
        assertThat(encoder.answers()).singleElement().asString().contains("IDLE_TIMEOUT");
        encoder.pass(Duration.ofMillis(2_100));
        assertThat(encoder.channel.isOpen()).isFalse();
    }

    @Test
    void aPublisherThatFallsSilentIsLost() {
        encoder.publishing().audio(0, Tags.AUDIO_CONFIG);
        for (int i = 0; i < 10; i++) {
            encoder.pass(Duration.ofSeconds(14)).audio(i, Tags.AUDIO_FRAME);
        }
        assertThat(encoder.answers()).isEmpty();
        encoder.pass(Duration.ofMillis(15_100));
        assertThat(encoder.answers()).singleElement().asString().contains("IDLE_TIMEOUT: no byte for 15 s");
        assertThat(door.sink.lines).endsWith("end IDLE_TIMEOUT lost");
    }

    @Test
    void theSameConnectionMayPublishAgain() {
        encoder.publishing().send(call("closeStream", 0));
        encoder.answers();
        var first = Objects.requireNonNull(door.session).id();
        encoder.publish(TestEncoder.KEY);
        assertThat(encoder.answers()).endsWith(STARTED);
        assertThat(door.session.id()).isNotEqualTo(first);
    }

    @Test
    void twoPublishesAtOnceEndTheConnection() {
        encoder.publishing().publish(TestEncoder.KEY);
        assertThat(encoder.answers()).singleElement().asString().contains("PROTOCOL_ERROR");
    }

    @Test
    void unknownCommandsAreAnsweredOrIgnored() {
        encoder.handshake().connect("push").answers();
        encoder.send(call("whatever", 4), call("whatever", 0), call("_result", 3));
        assertThat(encoder.answers())
                .containsExactly("_error 4 on 0 error NetConnection.Call.Failed unknown command");
    }

    @Test
    void playIsRefusedAndNothingElse() {
        encoder.handshake().connect("push").answers();
        encoder.send(call("play", 4, new AmfValue.Text("room1")));
        assertThat(encoder.answers()).singleElement().asString().contains("NetStream.Play.Failed");
        assertThat(encoder.channel.isOpen()).isTrue();
    }

    @Test
    void pingsAreAnswered() {
        encoder.publishing().send(new RtmpMessage.UserControl(6, Bytes.of((byte) 1, (byte) 2, (byte) 3, (byte) 4)));
        assertThat(encoder.answers()).containsExactly("UserControl 7 01020304");
    }

    @Test
    void bytesAreAcknowledgedByThePeersWindow() {
        encoder.publishing().send(new RtmpMessage.WindowAckSize(10_000));
        assertThat(encoder.answers()).isEmpty();
        encoder.video(0, "27 02 000000" + Hex.times(7_000, "00"));
        assertThat(encoder.answers()).singleElement().asString().startsWith("Acknowledgement[sequence=1");
        encoder.video(0, Tags.KEY_FRAME);
        assertThat(encoder.answers()).isEmpty();
    }

    @Test
    void aStrangerIsClosedWithoutAnAnswer() {
        encoder.sendBytes("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(encoder.channel.isOpen()).isFalse();
        assertThat(encoder.answers()).isEmpty();
        assertThat(encoder.refused("PROTOCOL_ERROR")).isEqualTo(1);
    }

    @Test
    void noLongMessageIsTakenFromAStranger() {
        encoder.handshake().connect("push").answers();
        encoder.sendBytes(Hex.bytes("03 000000 040001 14 00000000"));
        assertThat(encoder.answers()).singleElement().asString().contains("LIMIT_EXCEEDED");
    }

    @Test
    void oneConnectionTooManyIsToldSo() {
        var none = new RtmpLimits(0, 100, 500, RtmpLimits.DEFAULT.chunks(), RtmpLimits.DEFAULT.amf(),
                Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(2));
        var surplus = new TestEncoder(door, none);
        surplus.handshake().connect("push");
        assertThat(surplus.gate.halfOpen()).isEqualTo(1);
        assertThat(surplus.answers()).allMatch(line -> line.contains("LIMIT_EXCEEDED: connections: "));
        surplus.close();
        assertThat(surplus.gate.halfOpen()).isZero();
    }
}

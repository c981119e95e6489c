package dev.sluice.rtmp.client;

import dev.sluice.media.Bytes;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.MessageType;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.rtmp.codec.RtmpMessage.UserControl;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.RecordingListener;
import dev.sluice.rtmp.testkit.Tags;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ClientSessionTest {
    private static final String URL = "rtmp://host/app/inst/stream?token=SECRET";
    private static final RtmpMessage EOF = new UserControl(UserControl.STREAM_EOF, Bytes.of(new byte[4]));
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final TestServer server = new TestServer();
    private final RecordingListener heard = new RecordingListener();

    @AfterEach
    void close() {
        server.close();
        assertThat(heard.end).as("a session ends with a reason").isDone();
    }

    @Test
    void plays() {
        server.play(URL, heard);
        server.handshake();
        assertThat(server.calls()).containsExactly(
                "connect 1 on 0 app/inst rtmp://host/app/inst LNX 9,0,124,2");
        server.send(TestServer.result(1, TestServer.NULL));
        assertThat(server.calls()).containsExactly("WindowAckSize[size=2500000]", "createStream 4 on 0");
        server.send(TestServer.result(4, new AmfValue.Num(7)));
        assertThat(server.calls()).containsExactly("play 5 on 7 stream?token=SECRET -2000.0",
                "UserControl 3 0000000700000bb8");
        server.send(TestServer.status("status", "NetStream.Play.Reset", ""),
                TestServer.status("status", "NetStream.Play.Start", ""),
                new RtmpMessage.Data(7, 0, List.of(new AmfValue.Text("onMetaData"))),
                new RtmpMessage.Video(7, 40, Hex.buffer(Tags.KEY_FRAME)),
                new RtmpMessage.Audio(7, 4_294_967_295L, Hex.buffer(Tags.AUDIO_FRAME)),
                TestServer.status("status", "NetStream.Play.UnpublishNotify", "bye"));
        assertThat(heard.lines).containsExactly("playing", "data onMetaData", "video 40 17010000000000000365b804",
                "audio 4294967295 af012110", "Ended[code=NetStream.Play.UnpublishNotify]");
        assertThat(server.channel().isActive()).isFalse();
    }

    @Test
    void publishes() {
        var publishing = server.publish(URL, heard);
        assertThat(writeAudio(publishing)).as("before anything").isFalse();
        server.handshake();
        assertThat(server.calls()).containsExactly(
                "connect 1 on 0 app/inst rtmp://host/app/inst FMLE/3.0 (compatible; Sluice)");
        server.send(TestServer.result(1, TestServer.NULL));
        assertThat(server.calls()).containsExactly("WindowAckSize[size=2500000]",
                "releaseStream 2 on 0 stream?token=SECRET", "FCPublish 3 on 0 stream?token=SECRET",
                "createStream 4 on 0");
        server.send(TestServer.error(2, "NetConnection.Call.Failed", "no such call"),
                TestServer.result(4, new AmfValue.Num(1)));
        assertThat(server.calls()).containsExactly("SetChunkSize[size=4096]",
                "publish 5 on 1 stream?token=SECRET live");
        assertThat(writeAudio(publishing)).as("before the server takes it").isFalse();
        server.send(TestServer.status("status", "NetStream.Publish.Start", ""));
        assertThat(publishing.isWritable()).isTrue();
        assertThat(publishing.writeData(0, List.of(new AmfValue.Text("@setDataFrame")))).isTrue();
        assertThat(publishing.writeVideo((1L << 32) + 40, buffer(Tags.KEY_FRAME))).isTrue();
        assertThat(writeAudio(publishing)).isTrue();
        assertThat(server.calls()).containsExactly("data 1 0 @setDataFrame",
                "video 1 40 17010000000000000365b804", "audio 1 41 af012110");
        publishing.close();
        assertThat(server.calls()).containsExactly("FCUnpublish 6 on 0 stream?token=SECRET",
                "deleteStream 7 on 0 1.0");
        assertThat(writeAudio(publishing)).as("after the end").isFalse();
        assertThat(heard.lines).containsExactly("publishing", "Closed[]");
        assertThat(server.channel().isActive()).as("lets the server read").isTrue();
        server.pass(Duration.ofSeconds(2));
        assertThat(server.channel().isActive()).isFalse();
    }

    private static boolean writeAudio(Publishing publishing) {
        return publishing.writeAudio(41, buffer(Tags.AUDIO_FRAME));
    }

    private static ByteBuf buffer(String hex) {
        return PooledByteBufAllocator.DEFAULT.buffer().writeBytes(Hex.bytes(hex));
    }

    static Stream<Arguments> answersToConnect() {
        return Stream.of(
                arguments(TestServer.error(1, "NetConnection.Connect.Rejected", "[ no SECRET ] : closed"),
                        "Refused[NetConnection.Connect.Rejected: [ no *** ] : closed]"),
                arguments(new Command(0, "_error", 1, TestServer.NULL), "Refused[: ]"),
                arguments(TestServer.status("error", "NetConnection.Connect.InvalidApp", "what app?"),
                        "Refused[NetConnection.Connect.InvalidApp: what app?]"),
                arguments(TestServer.status("status", "NetConnection.Connect.Closed", ""),
                        "Refused[NetConnection.Connect.Closed: ]"),
                arguments(new Command(0, "close", 0, TestServer.NULL), "Refused[NetConnection.Connect.Closed: ]"));
    }

    @ParameterizedTest
    @MethodSource("answersToConnect")
    void aRefusedConnectIsTold(RtmpMessage answer, String end) {
        server.play(URL, heard);
        server.handshake().send(answer);
        assertThat(heard.lines).containsExactly(end);
        assertThat(server.channel().isActive()).isFalse();
    }

    static Stream<Arguments> answersToPlay() {
        return Stream.of(
                arguments(TestServer.status("error", "NetStream.Play.StreamNotFound", "No such stream"),
                        "Refused[NetStream.Play.StreamNotFound: No such stream]"),
                arguments(TestServer.status("status", "NetStream.Play.StreamNotFound", ""),
                        "Refused[NetStream.Play.StreamNotFound: ]"),
                arguments(TestServer.status("error", "NetStream.Play.Failed", ""), "Refused[NetStream.Play.Failed: ]"),
                arguments(TestServer.status("status", "NetStream.Play.UnpublishNotify", ""),
                        "Ended[code=NetStream.Play.UnpublishNotify]"));
    }

    @ParameterizedTest
    @MethodSource("answersToPlay")
    void aRefusedPlayIsTold(RtmpMessage answer, String end) {
        server.play(URL, heard);
        server.created().send(answer);
        assertThat(heard.lines).containsExactly(end);
    }

    static Stream<Arguments> endsOfAPlay() {
        return Stream.of(arguments(EOF, "Ended[code=StreamEOF]"),
                arguments(TestServer.status("status", "NetStream.Play.Stop", ""),
                        "Ended[code=NetStream.Play.Stop]"),
                arguments(new RtmpMessage.Data(1, 0, List.of(new AmfValue.Text("onPlayStatus"),
                        TestServer.information("status", "NetStream.Play.Complete", ""))),
                        "Ended[code=NetStream.Play.Complete]"),
                arguments(TestServer.status("status", "NetConnection.Connect.Closed", "shutdown"),
                        "Refused[NetConnection.Connect.Closed: shutdown]"),
                arguments(new RtmpMessage.Unknown(MessageType.WINDOW_ACK_SIZE, 0, Unpooled.EMPTY_BUFFER),
                        "Violated[reason=dev.sluice.runtime.ProtocolException: RTMP Window Acknowledgement Size:"
                                + " found 0 bytes, expected 4 or more]"));
    }

    @ParameterizedTest
    @MethodSource("endsOfAPlay")
    void endAndBreakAreTwoThings(RtmpMessage last, String end) {
        server.play(URL, heard);
        server.playing().send(last, new RtmpMessage.Audio(1, 0, Hex.buffer(Tags.AUDIO_FRAME)));
        assertThat(heard.lines).containsExactly("playing", end);
    }

    @Test
    void aLostConnectionIsABreak() {
        server.play(URL, heard);
        server.playing().channel().close();
        assertThat(heard.lines).containsExactly("playing", "Lost[]");
    }

    @Test
    void aRefusedStreamAndARefusedPublishAreTold() {
        server.publish(URL, heard);
        server.connected().send(TestServer.error(4, "NetConnection.Call.Failed", "full"));
        assertThat(heard.lines).containsExactly("Refused[NetConnection.Call.Failed: full]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NetStream.Publish.BadName", "NetStream.Publish.Denied", "NetStream.Publish.Rejected"})
    void aRefusedPublishCarriesTheServersWords(String code) {
        server.publish(URL, heard);
        server.created().send(TestServer.status("error", code, "TOKEN_EXPIRED: it was for yesterday"));
        assertThat(heard.lines).containsExactly("Refused[" + code + ": TOKEN_EXPIRED: it was for yesterday]");
    }

    @Test
    void aPublisherIsThrownOut() {
        server.publish(URL, heard);
        server.publishing().send(EOF, TestServer.status("error", "NetStream.Publish.Rejected", "B_FRAMES: no"));
        assertThat(heard.lines).containsExactly("publishing", "Refused[NetStream.Publish.Rejected: B_FRAMES: no]");
    }

    @Test
    void aRedirectIsReportedAndNotFollowed() {
        server.play(URL, heard);
        Map<String, AmfValue> members = Map.of("code", new AmfValue.Text("NetConnection.Connect.Rejected"), "ex",
                new AmfValue.Obj("",
                        Map.of("code", new AmfValue.Num(302), "redirect", new AmfValue.Text("rtmp://elsewhere/app"))));
        server.handshake().send(new Command(0, "_error", 1, TestServer.NULL, new AmfValue.Obj("", members)));
        assertThat(heard.end).isCompletedWithValue(
                new ClientEnd.Refused("NetConnection.Connect.Rejected", "", "rtmp://elsewhere/app"));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void logsInWithThreeConnections() {
        server.publish("rtmp://alice:s3cret@host/app/stream", heard);
        server.handshake();
        assertThat(server.calls()).first().asString().startsWith("connect 1 on 0 app rtmp://host/app FMLE");
        server.send(rejected("[ code=403 need auth; authmod=adobe ] : "));
        server.handshake();
        assertThat(server.calls()).first().asString()
                .startsWith("connect 1 on 0 app?authmod=adobe&user=alice rtmp://host/app?authmod=adobe&user=alice ");
        server.send(rejected("[ authmod=adobe ] : ?reason=needauth&user=alice&salt=S&challenge=C"));
        server.handshake();
        assertThat(server.calls()).first().asString().matches(
                "connect 1 on 0 app\\?authmod=adobe&user=alice&challenge=[0-9a-f]{8}&response=[^&]+== .*");
        server.send(rejected("[ authmod=adobe ] : ?reason=authfailed"));
        assertThat(heard.lines).containsExactly("Refused[NetConnection.Connect.Rejected: "
                + "[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed]");
        assertThat(server.connections()).isEqualTo(3);
    }

    private static RtmpMessage rejected(String reason) {
        return TestServer.error(1, "NetConnection.Connect.Rejected", "[ AccessManager.Reject ] : " + reason);
    }

    @Test
    void answersPingsAndAcknowledges() {
        server.play(URL, heard);
        server.playing().calls();
        server.send(new UserControl(UserControl.PING_REQUEST, Bytes.of((byte) 1, (byte) 2, (byte) 3, (byte) 4)),
                new Command(0, "onBWDone", 0, TestServer.NULL), new RtmpMessage.WindowAckSize(100));
        assertThat(server.calls()).contains("UserControl 7 01020304", "_checkbw 8 on 0")
                .anyMatch(line -> line.startsWith("Acknowledgement"));
        server.channel().close();
    }

    @Test
    void metadataBeyondTheLimitsIsLeftOut() {
        server.play(URL, heard);
        server.playing().send(new RtmpMessage.Unknown(MessageType.DATA_AMF0, 1, Hex.buffer("02ffff")));
        assertThat(heard.lines).containsExactly("playing");
        server.channel().close();
    }

    @Test
    void takesAggregatesApart() {
        server.play(URL, heard);
        server.playing().send(new RtmpMessage.Aggregate(1, 100, Hex.buffer("08 000004 000000 00 000000 af001210"
                + "0000000f 08 000004 000017 00 000000 af012110 0000000f")));
        assertThat(heard.lines).containsExactly("playing", "audio 100 af001210", "audio 123 af012110");
        server.channel().close();
    }

    @Test
    void mediaMayOvertakeTheStatus() {
        server.play(URL, heard);
        server.created().send(new RtmpMessage.Acknowledgement(1));
        assertThat(heard.lines).isEmpty();
        server.send(new RtmpMessage.Audio(1, 0, Hex.buffer(Tags.AUDIO_FRAME)),
                TestServer.status("status", "NetStream.Play.Start", ""));
        assertThat(heard.lines).containsExactly("playing", "audio 0 af012110");
        server.channel().close();
    }

    @Test
    void aPausedPlayReadsNothingAndIsNotIdle() {
        var playing = server.play(URL, heard);
        server.playing();
        heard.afterMedia = () -> playing.reading(false);
        server.send(audio(1), audio(2));
        assertThat(heard.lines).containsExactly("playing", "audio 1 af012110");
        assertThat(server.channel().config().isAutoRead()).isFalse();
        server.pass(Duration.ofSeconds(60));
        heard.afterMedia = () -> {};
        playing.reading(true);
        server.channel().runPendingTasks();
        assertThat(heard.lines).containsExactly("playing", "audio 1 af012110", "audio 2 af012110");
        assertThat(server.channel().config().isAutoRead()).isTrue();
        server.pass(Duration.ofSeconds(15));
        assertThat(heard.lines).endsWith("TimedOut[step=IDLE]");
    }

    @Test
    void whatAPausedPlayHasNotReadIsReadWhenTheServerCloses() {
        var playing = server.play(URL, heard);
        server.playing();
        heard.afterMedia = () -> playing.reading(false);
        server.send(audio(1), TestServer.status("status", "NetStream.Play.UnpublishNotify", ""));
        assertThat(heard.lines).hasSize(2);
        server.channel().close();
        assertThat(heard.lines).endsWith("Ended[code=NetStream.Play.UnpublishNotify]");
    }

    private static RtmpMessage audio(long time) {
        return new RtmpMessage.Audio(1, time, Hex.buffer(Tags.AUDIO_FRAME));
    }

    @Test
    void nothingIsWaitedForForEver() {
        server.play(URL, heard);
        server.pass(Duration.ofSeconds(5));
        assertThat(heard.lines).containsExactly("TimedOut[step=HANDSHAKE]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anAnswerIsDueInTime(int answered) {
        server.play(URL, heard);
        server.handshake().pass(TEN_SECONDS.dividedBy(2));
        if (answered > 0) {
            server.send(TestServer.result(1, TestServer.NULL)).pass(TEN_SECONDS.dividedBy(2));
        }
        if (answered > 1) {
            server.send(TestServer.result(4, new AmfValue.Num(1))).pass(TEN_SECONDS.dividedBy(2));
        }
        assertThat(heard.lines).isEmpty();
        server.pass(TEN_SECONDS);
        assertThat(heard.lines).containsExactly("TimedOut[step=ANSWER]");
    }

    @Test
    void aPublisherHearsOfAFullQueueAndDoesNotWaitForEver() {
        var publishing = server.publish(URL, heard);
        server.publishing();
        server.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        server.channel().runPendingTasks();
        assertThat(publishing.isWritable()).isFalse();
        assertThat(writeAudio(publishing)).isFalse();
        server.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        server.channel().runPendingTasks();
        assertThat(writeAudio(publishing)).isTrue();
        server.pass(Duration.ofSeconds(60));
        server.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        server.channel().runPendingTasks();
        server.pass(Duration.ofSeconds(15));
        assertThat(heard.lines).containsExactly("publishing", "writable false", "writable true", "writable false",
                "TimedOut[step=IDLE]");
    }

    @Test
    void aServerThatSpeaksSomethingElseIsLeft() {
        server.play(URL, heard);
        server.sendBytes("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(heard.lines).first().asString().contains("RTMP version: found 72, expected 3");
    }

    @Test
    void closingWhileConnectingEndsIt() {
        var playing = server.play(URL, heard);
        server.handshake();
        playing.close();
        playing.close();
        assertThat(heard.lines).containsExactly("Closed[]");
        assertThat(server.channel().isActive()).isFalse();
    }
}

package dev.sluice.rtmp;

import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a connect and its answer say of Enhanced RTMP, and what follows from it. */
class EnhancedConnectTest {
    private static final Duration LINGER = RtmpLimits.DEFAULT.lingerTime();
    private static final String REQUEST = "onStatus 0 on 0 status NetConnection.Connect.ReconnectRequest"
            + " DRAINING: going down";

    private final ProtocolException draining = new ProtocolException(StableCode.DRAINING, "going down");
    private final RecordingDoor door = new RecordingDoor(true);
    private final TestEncoder encoder = new TestEncoder(door);

    @AfterEach
    void close() {
        encoder.close();
        assertThat(encoder.gate.connections()).isZero();
    }

    static Stream<Map<String, AmfValue>> announcements() {
        return Stream.of(
                Map.of("fourCcList", new AmfValue.StrictArray(List.of(new AmfValue.Text("hvc1")))),
                Map.of("fourCcList", new AmfValue.StrictArray(List.of(new AmfValue.Text("vvc1")))),
                Map.of("videoFourCcInfoMap", new AmfValue.Obj("", Map.of("*", new AmfValue.Num(4)))),
                Map.of("audioFourCcInfoMap", new AmfValue.EcmaArray(Map.of())), Map.of("capsEx", new AmfValue.Num(0)));
    }

    @ParameterizedTest
    @MethodSource("announcements")
    void isAnsweredInKind(Map<String, AmfValue> announced) {
        encoder.handshake().connect("push", announced);
        var answer = (Command) encoder.messages().getLast();
        var forwarded = new AmfValue.Num(4);
        for (var properties : List.of(answer.object().members(), answer.argument(0).members())) {
            assertThat(properties.get("fourCcList")).isEqualTo(new AmfValue.StrictArray(
                    Stream.of("avc1", "hvc1", "av01", "vp09", "vp08", "Opus", "mp4a").<AmfValue>map(AmfValue.Text::new)
                            .toList()));
            assertThat(Objects.requireNonNull(properties.get("videoFourCcInfoMap")).members()).hasSize(5)
                    .containsEntry("hvc1", forwarded);
            assertThat(Objects.requireNonNull(properties.get("audioFourCcInfoMap")).members())
                    .isEqualTo(Map.of("Opus", forwarded, "mp4a", forwarded));
            assertThat(properties).containsEntry("capsEx", new AmfValue.Num(1 + 2 + 4));
        }
    }

    @Test
    void anOldEncoderGetsAnOldAnswer() {
        encoder.handshake().connect("push");
        var answer = (Command) encoder.messages().getLast();
        assertThat(answer.object().members()).containsOnlyKeys("fmsVer", "capabilities");
        assertThat(answer.argument(0).members()).containsOnlyKeys("level", "code", "description", "objectEncoding");
    }

    @Test
    void aDrainingRelayAsksForAReconnectOnce() {
        publishing(1);
        part(draining);
        part(draining);
        assertThat(encoder.answers()).containsExactly(REQUEST);
        encoder.audio(0, Tags.OPUS_FRAME).pass(LINGER.minusMillis(1));
        assertThat(encoder.channel.isOpen()).isTrue();
        assertThat(door.sink.lines).as("it goes on").containsExactly("audio config opus/2", "audio 0 fcfffe");
        encoder.pass(Duration.ofMillis(1));
        assertThat(encoder.channel.isOpen()).isFalse();
        assertThat(door.sink.lines).endsWith("end DRAINING clean");
        assertThat(encoder.refused("DRAINING")).isEqualTo(1);
    }

    @Test
    void whoReconnectsIsNotCutOff() {
        publishing(1);
        part(draining);
        encoder.send(new Command(0, "deleteStream", 0, new AmfValue.Null(), new AmfValue.Num(1)));
        encoder.close();
        assertThat(door.sink.lines).containsExactly("end PEER_CLOSED clean");
        assertThat(encoder.refused("DRAINING")).isZero();
    }

    @Test
    void whoDoesNotKnowReconnectRequestsIsRefused() {
        publishing(2);
        part(draining);
        assertThat(encoder.answers())
                .containsExactly("onStatus 0 on 1 error NetStream.Publish.Rejected DRAINING: going down");
        assertThat(door.sink.lines).containsExactly("end DRAINING clean");
    }

    @Test
    void anotherReasonIsNoReconnectRequest() {
        publishing(1);
        part(draining);
        part(new ProtocolException(StableCode.REMOVED, "by an administrator"));
        assertThat(encoder.answers()).containsExactly(REQUEST,
                "onStatus 0 on 1 error NetStream.Publish.Rejected REMOVED: by an administrator");
    }

    private void publishing(int capsEx) {
        encoder.handshake().connect("push", Map.of("capsEx", new AmfValue.Num(capsEx))).publish(TestEncoder.KEY)
                .answers();
    }

    /** As the room says it. */
    private void part(ProtocolException reason) {
        Objects.requireNonNull(door.session).close(reason);
        encoder.channel.runPendingTasks();
    }
}

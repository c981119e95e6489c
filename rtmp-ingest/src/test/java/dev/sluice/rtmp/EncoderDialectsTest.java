package dev.sluice.rtmp;

import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.rtmp.testkit.Tags;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What encoders make of the commands, beyond what FFmpeg and OBS do. */
class EncoderDialectsTest {
    private static final AmfValue NULL = new AmfValue.Null();
    private static final AmfValue KEY = new AmfValue.Text(TestEncoder.KEY);

    private final RecordingDoor door = new RecordingDoor(true);
    private final TestEncoder encoder = new TestEncoder(door);

    @AfterEach
    void close() {
        encoder.close();
    }

    private static Command call(int stream, String name, double transaction, AmfValue... arguments) {
        return new Command(stream, name, transaction, NULL, arguments);
    }

    @Test
    void aSecondStreamIsPublished() {
        encoder.handshake().connect("push").answers();
        encoder.send(call(0, "createStream", 2), call(0, "createStream", 3), call(0, "deleteStream", 0, number(1)));
        assertThat(encoder.answers()).containsExactly("_result 2 on 0 Num[value=1.0]",
                "_result 3 on 0 Num[value=2.0]");
        encoder.send(call(2, "publish", 4, KEY, new AmfValue.Text("live")));
        assertThat(encoder.answers()).contains("UserControl 0 00000002",
                "onStatus 0 on 2 status NetStream.Publish.Start Publishing.");
        encoder.send(call(0, "deleteStream", 0, number(1)));
        assertThat(encoder.answers()).as("another stream").isEmpty();
        encoder.send(call(0, "deleteStream", 0, number(2)));
        assertThat(encoder.answers())
                .containsExactly("onStatus 0 on 2 status NetStream.Unpublish.Success Unpublished.");
    }

    @Test
    void aStreamIdHasFourBytes() {
        encoder.handshake().connect("push").answers();
        encoder.send(call(0x01020304, "publish", 4, KEY));
        assertThat(encoder.answers()).contains("UserControl 0 01020304");
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "record", "append", "appendWithGap"})
    void howItIsToBeStoredIsNotAsked(String type) {
        encoder.handshake().connect("push").answers();
        encoder.send(call(1, "publish", 4, KEY, new AmfValue.Text(type)));
        assertThat(encoder.answers()).endsWith("onStatus 0 on 1 status NetStream.Publish.Start Publishing.");
    }

    /** As FMLE, Wirecast and Teradek do: everything at once, the goodbye in all its forms. */
    @Test
    void allOfFlashAtOnce() {
        encoder.handshake().connect("push").answers();
        encoder.send(call(0, "releaseStream", 2, KEY), call(0, "FCPublish", 3, KEY), call(0, "createStream", 4),
                call(0, "_checkbw", 5), call(1, "publish", 6, KEY, new AmfValue.Text("live")));
        assertThat(encoder.answers()).hasSize(7)
                .startsWith("_result 2 on 0 Undefined[]", "_result 3 on 0 Undefined[]", "_result 4 on 0 Num[value=1.0]",
                        "_result 5 on 0 Undefined[]")
                .endsWith("onStatus 0 on 1 status NetStream.Publish.Start Publishing.");
        encoder.audio(0, Tags.AUDIO_CONFIG);
        encoder.send(call(1, "closeStream", 0), call(0, "FCUnpublish", 7, KEY), call(0, "deleteStream", 8, number(1)));
        assertThat(encoder.answers()).containsExactly(
                "onStatus 0 on 1 status NetStream.Unpublish.Success Unpublished.",
                "onFCUnpublish 0 on 0 status NetStream.Unpublish.Success Unpublished.", "_result 7 on 0 Undefined[]");
        assertThat(door.sink.lines).containsExactly("audio config 44100/2", "end PEER_CLOSED clean");
    }

    @Test
    void metadataComeInManySpellings() {
        encoder.publishing();
        var properties = Map.<String, AmfValue>of("Encoder", new AmfValue.Text("Some\nBox"));
        var name = new AmfValue.Text("onMetaData");
        var object = new AmfValue.Obj("", properties);
        encoder.send(data(new AmfValue.Text("@setDataFrame"), name, new AmfValue.EcmaArray(properties)),
                data(name, object), data(new AmfValue.Text("@clearDataFrame"), name), data(),
                call(1, "@setDataFrame", 0, object));
        assertThat(encoder.answers()).isEmpty();
        assertThat(encoder.channel.isOpen()).isTrue();
    }

    private static RtmpMessage data(AmfValue... values) {
        return new RtmpMessage.Data(1, 0, List.of(values));
    }

    private static AmfValue number(int value) {
        return new AmfValue.Num(value);
    }
}

package dev.sluice.rtmp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.MessageWriter;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.rtmp.testkit.CapturedSession;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Tags;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class RtmpSessionFuzzTest {
    static Stream<byte[]> seeds() {
        var connect = new Command(0, "connect", 1, new AmfValue.Obj("", Map.of("app", new AmfValue.Text("push"))));
        var publish = new Command(1, "publish", 5, new AmfValue.Null(), new AmfValue.Text(TestEncoder.KEY));
        var config = new RtmpMessage.Video(1, 0, Hex.buffer(Tags.VIDEO_CONFIG));
        var frame = new RtmpMessage.Video(1, 40, Hex.buffer(Tags.KEY_FRAME));
        var audio = new RtmpMessage.Audio(1, 41, Hex.buffer(Tags.AUDIO_CONFIG));
        var unpublish = new Command(0, "deleteStream", 7, new AmfValue.Null(), new AmfValue.Num(1));
        var enhanced = new Command(0, "connect", 1, new AmfValue.Obj("",
                Map.of("app", new AmfValue.Text("push"), "capsEx", new AmfValue.Num(7))));
        var hevc = new RtmpMessage.Video(1, 0, Hex.buffer(Tags.HEVC_CONFIG));
        var opus = new RtmpMessage.Audio(1, 20, Hex.buffer(Tags.OPUS_FRAME));
        var dialogs = Stream.of(dialog(connect), dialog(enhanced, publish, hevc, opus),
                dialog(connect, publish, config, frame, audio, unpublish),
                dialog(connect, new RtmpMessage.SetChunkSize(4096), publish, audio, config, frame));
        return Stream.concat(dialogs, CapturedSession.all().map(CapturedSession::behindHandshake));
    }

    private static byte[] dialog(RtmpMessage... messages) {
        var writer = new MessageWriter(PooledByteBufAllocator.DEFAULT);
        var out = Unpooled.buffer();
        for (var message : messages) {
            writer.write(message, out);
        }
        return Hex.bytes(Hex.of(out));
    }

    /**
     * Whatever follows a handshake, the session ends orderly: no failure of ours, nothing leaked, the place given back.
     */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void survives(byte[] data) {
        var encoder = new TestEncoder(new RecordingDoor(true));
        encoder.handshake().sendBytes(data);
        encoder.channel.runPendingTasks();
        encoder.close();
        assertThat(encoder.refused("INTERNAL")).isZero();
        assertThat(encoder.gate.connections()).isZero();
        assertThat(encoder.gate.halfOpen()).isZero();
    }
}

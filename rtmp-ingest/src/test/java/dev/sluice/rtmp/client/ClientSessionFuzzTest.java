package dev.sluice.rtmp.client;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.Bytes;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.MessageWriter;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.UserControl;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.RecordingListener;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientSessionFuzzTest {
    private static final String URL = "rtmp://alice:s3cret@host/app/stream?token=SECRET";

    /** A byte that chooses play or publish, then what the server says after the handshake. */
    static Stream<byte[]> seeds() {
        var connected = TestServer.result(Calls.CONNECT, TestServer.NULL);
        var created = TestServer.result(Calls.CREATE_STREAM, new AmfValue.Num(1));
        var video = new RtmpMessage.Video(1, 40, Hex.buffer(Tags.KEY_FRAME));
        var aggregate = new RtmpMessage.Aggregate(1, 100, Hex.buffer("08 000004 000000 00 000000 af001210 0000000f"));
        var data = new RtmpMessage.Data(1, 0, List.of(new AmfValue.Text("onPlayStatus"),
                TestServer.information("status", "NetStream.Play.Complete", "")));
        var ping = new UserControl(UserControl.PING_REQUEST, Bytes.of(new byte[4]));
        return Stream.of(
                dialog(0, connected, created, TestServer.status("status", "NetStream.Play.Start", ""), video, aggregate,
                        ping, data),
                dialog(0, new RtmpMessage.SetChunkSize(4096), connected, created,
                        TestServer.status("error", "NetStream.Play.StreamNotFound", "no stream?token=SECRET")),
                dialog(1, connected, created, TestServer.status("status", "NetStream.Publish.Start", ""), ping,
                        TestServer.status("error", "NetStream.Publish.Rejected", "B_FRAMES: s3cret")),
                dialog(1, TestServer.error(Calls.CONNECT, "NetConnection.Connect.Rejected",
                        "[ authmod=adobe ] : ?reason=needauth&user=alice&salt=S&challenge=C")));
    }

    private static byte[] dialog(int first, RtmpMessage... messages) {
        var writer = new MessageWriter(PooledByteBufAllocator.DEFAULT);
        var out = Unpooled.buffer().writeByte(first);
        for (var message : messages) {
            writer.write(message, out);
        }
        return Hex.bytes(Hex.of(out));
    }

    /** Whatever a server says, the session ends with one reason that shows no secret; nothing of ours fails or leaks. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void survives(byte[] data) {
        var heard = new RecordingListener();
        try (var server = new TestServer()) {
            if (data.length > 0 && (data[0] & 1) == 1) {
                server.publish(URL, heard);
            } else {
                server.play(URL, heard);
            }
            server.handshake().sendBytes(Arrays.copyOfRange(data, Math.min(1, data.length), data.length));
            server.channel().runPendingTasks();
            assertThat(server.connections()).isLessThanOrEqualTo(3);
        }
        assertThat(heard.end).isCompletedWithValueMatching(end -> !(end instanceof ClientEnd.Violated(var reason)
                && reason.code() == StableCode.INTERNAL));
        if (heard.end.join() instanceof ClientEnd.Refused refused) {
            assertThat(refused.toString()).doesNotContain("SECRET", "s3cret").hasSizeLessThan(600);
        }
    }
}

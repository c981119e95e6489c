package dev.sluice.rtmp.client;

import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Nginx;
import dev.sluice.rtmp.testkit.RecordingListener;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The client against a server that is not ours. */
@Timeout(30)
class NginxTest {
    private static final String APPLICATIONS = """
            application live { live on; idle_streams off; }
            application impatient { live on; drop_idle_publisher 200ms; }
            application closed { live on; deny publish all; }
            """;
    private static final int FRAMES = 200;
    private static final int MAX_FRAME_BYTES = 30_000;

    private static final EventLoops LOOPS = EventLoops.create(1);
    private static final RtmpClient CLIENT = RtmpClient.of(LOOPS, ClientLimits.DEFAULT, Clock.SYSTEM);

    @TempDir
    private static Path folder;
    private static Nginx nginx;

    private final EventLoop loop = LOOPS.next();
    private final RecordingListener publisher = new RecordingListener();
    private final RecordingListener player = new RecordingListener();

    @BeforeAll
    static void start() throws IOException {
        nginx = Nginx.start(folder, APPLICATIONS);
    }

    @AfterAll
    static void stop() {
        nginx.close();
        LOOPS.close();
    }

    private Publishing publish(String stream) {
        return CLIENT.publish(RtmpUrl.parse("rtmp://nginx.invalid/" + stream), nginx.address(), loop, publisher);
    }

    private Playing play(String stream) {
        return CLIENT.play(RtmpUrl.parse("rtmp://nginx.invalid/" + stream), nginx.address(), loop, player);
    }

    private static void await(CompletableFuture<?> event) throws Exception {
        event.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatIsPublishedIsPlayedTagByTag() throws Exception {
        var publishing = publish("live/one?token=x");
        await(publisher.started);
        play("live/one");
        await(player.started);
        var all = player.reaches(1 + 2 + FRAMES);
        var written = loop.submit(() -> write(publishing)).get();
        await(all);
        publishing.close();
        await(player.end);
        assertThat(player.lines.stream().filter(line -> line.matches("(audio|video) .*"))).containsExactlyElementsOf(
                written);
        assertThat(player.lines).endsWith("Ended[code=StreamEOF]");
    }

    /**
     * Frames of every size, with the extended timestamps of a stream that runs for hours. Each configuration comes just
     * before its first frame, where nginx puts it.
     */
    private static List<String> write(Publishing publishing) {
        var random = new Random(1);
        var lines = new ArrayList<String>();
        write(publishing, lines, true, 0, Hex.buffer(Tags.VIDEO_CONFIG));
        for (int i = 0; i < FRAMES; i++) {
            if (i == 1) {
                write(publishing, lines, false, 0, Hex.buffer(Tags.AUDIO_CONFIG));
            }
            byte[] data = new byte[1 + random.nextInt(MAX_FRAME_BYTES)];
            random.nextBytes(data);
            String kind = i % 2 == 0 ? i % 20 == 0 ? "17 01 000000" : "27 01 000000" : "af 01";
            var body = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(Hex.bytes(kind)).writeBytes(data);
            write(publishing, lines, i % 2 == 0, 0x1000000L + i * 20L, body);
        }
        return lines;
    }

    private static void write(Publishing publishing, List<String> lines, boolean video, long time, ByteBuf body) {
        lines.add((video ? "video " : "audio ") + time + " " + RecordingListener.body(body));
        assertThat(video ? publishing.writeVideo(time, body) : publishing.writeAudio(time, body)).isTrue();
    }

    @Test
    void metadataArrives() throws Exception {
        var publishing = publish("live/meta");
        await(publisher.started);
        var metadata = new AmfValue.EcmaArray(Map.of("width", new AmfValue.Num(640)));
        loop.submit(() -> publishing.writeData(0,
                List.of(new AmfValue.Text("@setDataFrame"), new AmfValue.Text("onMetaData"), metadata))).get();
        play("live/meta");
        await(player.started);
        var some = player.reaches(10);
        loop.submit(() -> write(publishing)).get();
        await(some);
        publishing.close();
        assertThat(player.lines).contains("data onMetaData");
    }

    @Test
    void aStreamThatIsNotThereIsRefused() throws Exception {
        play("live/none");
        await(player.end);
        assertThat(player.lines).containsExactly("Refused[NetStream.Play.StreamNotFound: No such stream]");
    }

    @Test
    void aStreamThatIsTakenIsRefused() throws Exception {
        var second = new RecordingListener();
        var publishing = publish("live/taken");
        await(publisher.started);
        CLIENT.publish(RtmpUrl.parse("rtmp://nginx.invalid/live/taken"), nginx.address(), loop, second);
        await(second.end);
        assertThat(second.lines).containsExactly("Refused[NetStream.Publish.BadName: Already publishing]");
        publishing.close();
    }

    @Test
    void aPublisherThatIsNotAllowedLosesItsConnection() throws Exception {
        publish("closed/one");
        await(publisher.end);
        assertThat(publisher.lines).containsExactly("publishing", "Lost[]"); // nginx says yes, and closes
    }

    @Test
    void anIdlePublisherIsDropped() throws Exception {
        var publishing = publish("impatient/one");
        await(publisher.started);
        loop.submit(() -> publishing.writeVideo(0, Hex.buffer(Tags.VIDEO_CONFIG))).get();
        await(publisher.end);
        assertThat(publisher.lines).containsExactly("publishing", "Lost[]");
    }
}

package dev.sluice.pull.source;

import dev.sluice.config.Network;
import dev.sluice.pull.guard.AddressRules;
import dev.sluice.pull.guard.Guard;
import dev.sluice.pull.guard.Resolver;
import dev.sluice.pull.testkit.RtmpOrigin;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** RTMP sources against a server that is not ours. */
@Timeout(30)
class RtmpSourceTest {
    private static final EventLoops LOOPS = EventLoops.create(1);
    private static final Guard GUARD = new Guard(new AddressRules(false, List.of(Network.of("127.0.0.1"))),
            Resolver.SYSTEM);

    @TempDir
    private static Path folder;
    private static RtmpOrigin origin;
    private static Sources sources;

    @BeforeAll
    static void start() throws Exception {
        origin = new RtmpOrigin(LOOPS, folder);
        sources = sources(SourceLimits.DEFAULT.stallTime());
    }

    private static Sources sources(Duration patience) throws SSLException {
        var usual = SourceLimits.DEFAULT;
        return new LiveSources(LOOPS, Clock.SYSTEM, GUARD,
                new SourceLimits(usual.redirects(), usual.headerBytes(), usual.tagBytes(), usual.lookupTime(),
                        usual.connectTime(), usual.answerTime(), patience),
                SslContextBuilder.forClient().build(), UnaryOperator.identity());
    }

    @AfterAll
    static void stop() {
        origin.close();
        GUARD.close();
        LOOPS.close();
    }

    private static Opened open(String path) {
        return open(sources, path);
    }

    private static Opened open(Sources opening, String path) {
        return Opened.by(opening, "rtmp://127.0.0.1:" + origin.address().getPort() + path, LOOPS);
    }

    @Test
    void playsToTheEndThatTheServerAnnounces() throws Exception {
        var publishing = origin.publish("live/one");
        var opened = open("/live/one?token=x");
        assertThat(opened.played()).isEqualTo("plays");
        publishing.close();
        assertThat(opened.ended()).isEqualTo("ended");
        assertThat(opened.sink().frames).contains("H264 640x360", "AAC").anyMatch(frame -> frame.startsWith("key "))
                .anyMatch(frame -> frame.startsWith("audio "));
    }

    @Test
    void tellsWhatTheServerSays() throws Exception {
        assertThat(open("/closed/x").ended()).startsWith("PEER_CLOSED");
        assertThat(open("/live/unpublished").ended())
                .startsWith("SOURCE_UNREACHABLE the server refused: NetStream.Play.StreamNotFound");
    }

    @Test
    void silenceIsAStall() throws Exception {
        assertThat(open(sources(Duration.ofMillis(300)), "/idle/unpublished").ended())
                .startsWith("SOURCE_STALLED no media");
    }

    @Test
    void nothingComesOfAClosedOne() throws Exception {
        var publishing = origin.publish("live/two");
        var opened = open("/live/two");
        assertThat(opened.played()).isEqualTo("plays");
        int frames = LOOPS.next().submit(() -> {
            opened.source().close();
            return opened.sink().frames.size();
        }).get();
        var other = open("/live/two");
        assertThat(other.played()).isEqualTo("plays");
        publishing.close();
        assertThat(other.ended()).isEqualTo("ended");
        assertThat(opened.sink().frames).hasSize(frames);
        assertThat(opened.end()).isNotDone();
    }
}

package dev.sluice.rtmp;

import dev.sluice.rtmp.client.ClientEnd;
import dev.sluice.rtmp.client.ClientLimits;
import dev.sluice.rtmp.client.Publishing;
import dev.sluice.rtmp.client.RtmpClient;
import dev.sluice.rtmp.client.RtmpUrl;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.RecordingListener;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.TestCertificates;
import dev.sluice.tls.Certificates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The client against our own server, on real sockets. */
@Timeout(30)
class RtmpClientTest {
    private static Certificates certificate;
    private static SslContext trusting;

    private final EventLoops loops = EventLoops.create(2);
    private final EventLoop loop = loops.next();
    private final RecordingDoor door = new RecordingDoor(true);
    private final RecordingListener heard = new RecordingListener();
    private RtmpServer server = server(door);

    @BeforeAll
    static void certify(@TempDir Path folder) throws IOException {
        var files = TestCertificates.put(folder, "ec");
        certificate = Certificates.read("rtmp.tls", files, Clock.SYSTEM);
        trusting = SslContextBuilder.forClient().trustManager(files.cert().toFile()).build();
    }

    private RtmpServer server(Door to) {
        return new RtmpServer(loops, to, RtmpLimits.DEFAULT, Clock.SYSTEM, new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private Publishing publish(RtmpClient client, String scheme, String host, int port) {
        var url = RtmpUrl.parse(scheme + "://" + host + ":" + port + "/push/" + TestEncoder.KEY);
        return client.publish(url, loopback(port), loop, heard);
    }

    private RtmpClient client() {
        return RtmpClient.of(loops, ClientLimits.DEFAULT, Clock.SYSTEM);
    }

    private void publishesAFrame(Publishing publishing) throws Exception {
        heard.started.get(10, TimeUnit.SECONDS);
        var written = loop.submit(() -> publishing.writeVideo(0, buffer(Tags.VIDEO_CONFIG))
                && publishing.writeVideo(40, buffer(Tags.KEY_FRAME)));
        assertThat(written.get(10, TimeUnit.SECONDS)).isTrue();
        publishing.close();
        assertThat(heard.end.get(10, TimeUnit.SECONDS)).isEqualTo(new ClientEnd.Closed());
        assertThat(linesToTheEnd()).containsExactly("video config 640x360 sps=1 pps=1",
                "video 40 40 key 0000000365b804", "end PEER_CLOSED clean");
    }

    private List<String> linesToTheEnd() throws Exception {
        var session = Objects.requireNonNull(door.session);
        List<String> lines;
        do {
            lines = session.loop().submit(() -> List.copyOf(door.sink.lines)).get();
        } while (lines.isEmpty() || !lines.getLast().startsWith("end"));
        return lines;
    }

    private static ByteBuf buffer(String hex) {
        return PooledByteBufAllocator.DEFAULT.buffer().writeBytes(Hex.bytes(hex));
    }

    @Test
    void publishes() throws Exception {
        int port = server.bind("127.0.0.1", 0, Optional.empty());
        publishesAFrame(publish(client(), "rtmp", "host.invalid", port));
    }

    @Test
    void publishesOverTlsToTheAddressGivenUnderTheNameOfTheUrl() throws Exception {
        int port = server.bind("127.0.0.1", 0, Optional.of(certificate));
        var client = new RtmpClient(loops, ClientLimits.DEFAULT, Clock.SYSTEM, trusting);
        publishesAFrame(publish(client, "rtmps", "localhost", port));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCertificateOfAnotherHostOrOfAStrangerIsNotTrusted(boolean known) throws Exception {
        int port = server.bind("127.0.0.1", 0, Optional.of(certificate));
        var client = known
                ? new RtmpClient(loops, ClientLimits.DEFAULT, Clock.SYSTEM, trusting)
                : client();
        publish(client, "rtmps", known ? "other.invalid" : "localhost", port);
        assertThat(heard.end.get(10, TimeUnit.SECONDS)).isInstanceOf(ClientEnd.Untrusted.class);
        assertThat(door.request).isNull();
    }

    @Test
    void aRefusalCarriesTheServersWords() throws Exception {
        server = server((_, _) -> CompletableFuture.failedStage(
                new ProtocolException(StableCode.TOKEN_EXPIRED, "it was for yesterday")));
        int port = server.bind("127.0.0.1", 0, Optional.empty());
        publish(client(), "rtmp", "host.invalid", port);
        assertThat(heard.end.get(10, TimeUnit.SECONDS)).isEqualTo(
                new ClientEnd.Refused("NetStream.Publish.Denied", "TOKEN_EXPIRED: it was for yesterday", ""));
    }

    @Test
    void nothingIsPlayedAtOurServer() throws Exception {
        int port = server.bind("127.0.0.1", 0, Optional.empty());
        client().play(RtmpUrl.parse("rtmp://h/push/" + TestEncoder.KEY), loopback(port), loop, heard);
        assertThat(heard.end.get(10, TimeUnit.SECONDS)).isInstanceOf(ClientEnd.Refused.class)
                .hasToString("Refused[NetStream.Play.Failed: PROTOCOL_ERROR: nothing is played over RTMP here, watch by"
                        + " WHEP]");
    }

    @Test
    void closingAtOnceIsNoFailure() throws Exception {
        int port = server.bind("127.0.0.1", 0, Optional.empty());
        publish(client(), "rtmp", "host.invalid", port).close();
        assertThat(heard.end.get(10, TimeUnit.SECONDS)).isEqualTo(new ClientEnd.Closed());
    }

    @Test
    void aNameThatNobodyResolvedIsNotResolvedHere() throws Exception {
        client().play(RtmpUrl.parse("rtmp://localhost/push/a"), InetSocketAddress.createUnresolved("localhost", 1935),
                loop, heard);
        assertThat(heard.end.get(10, TimeUnit.SECONDS)).hasToString(
                "Unreachable[reason=java.nio.channels.UnresolvedAddressException]");
    }

    @Test
    void aClosedPortIsUnreachable() throws Exception {
        publish(client(), "rtmp", "host.invalid", closedPort());
        assertThat(heard.end.get(10, TimeUnit.SECONDS)).isInstanceOf(ClientEnd.Unreachable.class);
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Strangers knock at both media ports while somebody watches. */
@ExtendWith(Browser.Extension.class)
class NoiseTest {
    private static final int CONNECTIONS = 40;
    private static final int DATAGRAMS = 3000;
    private static final Duration WATCH = Lengths.choose(7, 30);
    /** First bytes that a demultiplexer takes for STUN, DTLS, RTP and RTCP, and for nothing. */
    private static final int[] KINDS = {0x00, 0x01, 0x16, 0x14, 0x80, 0x90, 0xC8, 0xFF};
    /** C0 of RTMP and C1, of which a half-open peer sends a part. */
    private static final byte[] HANDSHAKE = new byte[1537];
    private final Random random = new Random(20_260_101);

    @Test
    void garbageAndHalfOpenConnectionsDisturbNobody(Browser browser, @TempDir Path folder) throws IOException {
        HANDSHAKE[0] = 3;
        var sockets = new ArrayList<Socket>();
        try (var relay = RelayProcess.start(folder);
                var push = Push.with(FfmpegProgram.FFMPEG_5, relay.rtmp("noise", "camera")).start()) {
            relay.awaitAnchor("noise", "camera");
            var viewer = browser.viewer().playing(relay.whep(Tokens.APP, "noise", "viewer"), Tokens.userSig("viewer"));
            viewer.watch(Duration.ofSeconds(2));
            Machine.undisturbed(() -> watch(viewer, relay, sockets));
            assertThat(push.alive()).isTrue();
            assertThat(relay.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(stillOpen(sockets)).as("connections that the relay has not closed").isEmpty();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private void watch(WatchPage viewer, RelayProcess relay, List<Socket> sockets) {
        double from = viewer.now();
        knock(relay.rtmpPort(), sockets);
        throwDatagrams(relay.webrtcPort());
        viewer.watch(WATCH);
        var viewing = viewer.viewing();
        Report.line("noise: frames/s %.2f; encoder to picture ms %s".formatted(viewing.decodedPerSecond(from),
                viewing.encoderToPicture(from, Double.MAX_VALUE)));
        assertThat(viewing.gaps(200, from)).isEmpty();
        assertThat(viewing.decodedPerSecond(from)).isCloseTo(Push.FRAMES_PER_SECOND, Offset.offset(1.5));
    }

    /** A third says nothing, a third stops within the handshake, a third sends random bytes behind it. */
    private void knock(int port, List<Socket> sockets) {
        for (int i = 0; i < CONNECTIONS; i++) {
            knock(port, sockets, i);
        }
    }

    private void knock(int port, List<Socket> sockets, int i) {
        var socket = new Socket();
        sockets.add(socket);
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            switch (i % 3) {
                case 1 -> socket.getOutputStream().write(HANDSHAKE, 0, 700);
                case 2 -> {
                    socket.getOutputStream().write(HANDSHAKE);
                    socket.getOutputStream().write(noise(4000));
                }
                default -> socket.setTcpNoDelay(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void throwDatagrams(int port) {
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < DATAGRAMS; i++) {
                var bytes = noise(1 + random.nextInt(1400));
                bytes[0] = (byte) KINDS[i % KINDS.length];
                if (bytes.length > 8 && i % 16 < 2) {
                    System.arraycopy(new byte[]{0x21, 0x12, (byte) 0xA4, 0x42}, 0, bytes, 4, 4);
                }
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] noise(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The handshake's deadline of five seconds has passed by now. */
    private static List<Socket> stillOpen(List<Socket> sockets) throws IOException {
        var open = new ArrayList<Socket>();
        for (var socket : sockets) {
            socket.setSoTimeout(2000);
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (java.net.SocketTimeoutException _) {
                open.add(socket);
            } catch (IOException _) {
                // Reset by the relay: closed.
            }
        }
        return open;
    }
}

package dev.sluice.e2e;

import dev.sluice.e2e.page.Figures;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.ImpairedLink;
import dev.sluice.e2e.rig.Impairment;
import dev.sluice.e2e.rig.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The bad line is as bad as it is told to be, and the same each time. */
class ImpairedLinkTest {
    private static final int DATAGRAMS = 1000;
    private static final int QUIET_MILLIS = 200;
    private static final long SEED = 42;
    private static final Impairment BAD = new Impairment(0.05, 30, 10);

    /** A datagram that came through, and how long it took. */
    private record Arrival(int number, double millis) {}

    @Test
    void losesAndDelaysAsConfigured() {
        Machine.undisturbed(ImpairedLinkTest::loseAndDelay);
    }

    private static void loseAndDelay() {
        var arrivals = send(BAD, SEED);
        assertThat(arrivals.size()).as("arrived of %d", DATAGRAMS).isCloseTo(950, within(25));
        var millis = Figures.of(arrivals.stream().mapToDouble(Arrival::millis));
        assertThat(millis.quantile(0)).as("the fastest, ms").isGreaterThanOrEqualTo(20);
        assertThat(millis.median()).as("the median, ms").isCloseTo(30, within(2.0));
        assertThat(millis.quantile(0.95)).as("nearly the slowest, ms").isBetween(36.0, 43.0);
        assertThat(numbers(arrivals)).as("some overtake others").isNotEqualTo(
                arrivals.stream().map(Arrival::number).sorted().toList());
    }

    @Test
    void sameSeedLosesTheSameDatagrams() {
        var first = send(BAD.loss(0.3), SEED);
        var second = send(BAD.loss(0.3), SEED);
        var other = send(BAD.loss(0.3), SEED + 1);
        assertThat(numbers(second)).containsExactlyInAnyOrderElementsOf(numbers(first));
        assertThat(numbers(other)).isNotEqualTo(numbers(first)).doesNotHaveDuplicates();
    }

    @Test
    void goodLinePassesAllInOrderBothWaysAndAShutOneNothing() throws IOException {
        try (var relay = socket();
                var link = new ImpairedLink(relay.getLocalPort(), SEED);
                var one = socket();
                var two = socket()) {
            for (var client : List.of(one, two)) {
                client.send(datagram(client.getLocalPort(), link.port()));
                var received = receive(relay);
                assertThat(number(received)).isEqualTo(client.getLocalPort());
                relay.send(new DatagramPacket(received.getData(), 4, received.getSocketAddress()));
                assertThat(number(receive(client))).isEqualTo(client.getLocalPort());
            }
            assertThat(link.passed()).isEqualTo(4);
            link.impair(Impairment.SHUT);
            one.send(datagram(1, link.port()));
            Await.until("the datagram is lost", Duration.ofSeconds(2), () -> link.lost() == 1);
            assertThat(link.passed()).isEqualTo(4);
        }
    }

    private static List<Arrival> send(Impairment impairment, long seed) {
        try (var relay = socket(); var link = new ImpairedLink(relay.getLocalPort(), seed); var client = socket()) {
            link.impair(impairment);
            var sentNanos = new long[DATAGRAMS];
            Thread.ofPlatform().start(() -> IntStream.range(0, DATAGRAMS).forEach(number -> {
                sentNanos[number] = System.nanoTime();
                sendQuietly(client, datagram(number, link.port()));
                LockSupport.parkNanos(300_000);
            }));
            return arrivals(relay, sentNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Arrival> arrivals(DatagramSocket relay, long[] sentNanos) throws IOException {
        var arrivals = new ArrayList<Arrival>();
        relay.setSoTimeout(QUIET_MILLIS);
        try {
            while (true) {
                int number = number(receive(relay));
                arrivals.add(new Arrival(number, (System.nanoTime() - sentNanos[number]) / 1e6));
            }
        } catch (SocketTimeoutException _) {
            return arrivals;
        }
    }

    private static List<Integer> numbers(List<Arrival> arrivals) {
        return arrivals.stream().map(Arrival::number).toList();
    }

    private static DatagramSocket socket() throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static DatagramPacket datagram(int number, int port) {
        return new DatagramPacket(ByteBuffer.allocate(4).putInt(number).array(), 4, InetAddress.getLoopbackAddress(),
                port);
    }

    private static void sendQuietly(DatagramSocket socket, DatagramPacket datagram) {
        try {
            socket.send(datagram);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[4], 4);
        socket.receive(packet);
        return packet;
    }

    private static int number(DatagramPacket packet) {
        return ByteBuffer.wrap(packet.getData()).getInt();
    }
}

package dev.sluice.webrtc.dtls;

import dev.sluice.webrtc.srtp.SrtpKeys;
import dev.sluice.webrtc.srtp.SrtpProfile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two of ours in memory, with losses. */
@NullUnmarked
class DtlsConnectionTest {
    private static final int PATIENCE_SECONDS = 20;
    private static final int FULL_HANDSHAKE_DATAGRAMS = 14;

    private final ExecutorService loop = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    @Test
    void agreesOnTheBestProfileAndTheSameKeys() throws Exception {
        var pair = new Pair(_ -> false).start();
        pair.verifyKeys();
    }

    @Test
    void survivesTheLossOfAnyOneDatagram() throws Exception {
        var pairs = new ArrayList<Pair>();
        for (int lost = 0; lost < FULL_HANDSHAKE_DATAGRAMS; lost++) {
            int which = lost;
            pairs.add(new Pair(i -> i == which).start());
        }
        for (var pair : pairs) {
            pair.verifyKeys();
        }
    }

    @Test
    void survivesTheLossOfEveryTenthDatagram() throws Exception {
        var pairs = new ArrayList<Pair>();
        for (int seed = 0; seed < 5; seed++) {
            var random = new Random(seed);
            pairs.add(new Pair(_ -> random.nextInt(10) == 0).start());
        }
        for (var pair : pairs) {
            pair.verifyKeys();
        }
    }

    @Test
    void survivesTheLossOfThirtyPercentInTenSeconds() throws Exception {
        var pairs = new ArrayList<Pair>();
        long begun = System.nanoTime();
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            pairs.add(new Pair(_ -> random.nextInt(10) < 3).start());
        }
        for (var pair : pairs) {
            pair.verifyKeys();
        }
        assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    void closeNotifyReachesTheOtherSideEitherWay() throws Exception {
        for (boolean byServer : new boolean[]{true, false}) {
            var pair = new Pair(_ -> false).start();
            pair.verifyKeys();
            var closing = byServer ? pair.server : pair.client;
            var other = byServer ? pair.client : pair.server;
            loop.submit(closing.connection::close).get();
            assertThat(take(other.closed)).contains("closed");
            assertThat(closing.closed).isEmpty();
        }
    }

    @Test
    void garbageAfterTheHandshakeIsIgnored() throws Exception {
        var pair = new Pair(_ -> false).start();
        pair.verifyKeys();
        for (var hex : List.of("16", "16fefd", "16fefd0000000000000000ffff", "17fefd00010000000000050004deadbeef",
                "15fefd000000000000000900020228", "15fefd00010000000000090010" + "00".repeat(16),
                "16fefd000000000000000900140100000800000000000000080000000000000000")) {
            loop.submit(() -> pair.server.connection.offer(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)))).get();
        }
        loop.submit(pair.client.connection::close).get();
        assertThat(take(pair.server.closed)).isEqualTo("the peer closed the DTLS connection");
    }

    @Test
    void aHandshakeThatIsClosedEndsItsThread() throws Exception {
        var limit = new HandshakeLimit(1);
        var alone = new DtlsConnection(DtlsIdentity.create(), DtlsRole.SERVER, DtlsIdentity.create().fingerprint(),
                limit,
                loop, (_, _, _) -> {}, new Side());
        assertThat(alone.start()).isTrue();
        assertThat(alone.start()).as("only once").isTrue();
        assertThat(limit.running()).isEqualTo(1);
        var second = new DtlsConnection(DtlsIdentity.create(), DtlsRole.SERVER, DtlsIdentity.create().fingerprint(),
                limit,
                loop, (_, _, _) -> {}, new Side());
        assertThat(second.start()).as("over the limit").isFalse();
        assertThat(limit.refused()).isEqualTo(1);
        loop.submit(alone::close).get();
        for (int i = 0; i < PATIENCE_SECONDS * 100 && limit.running() > 0; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(limit.running()).isZero();
        assertThat(second.start()).isTrue();
        loop.submit(second::close).get();
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        var item = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(item).as("event").isNotNull();
        return item;
    }

    /** A server and a client whose datagrams, counted together, the predicate loses. */
    private final class Pair {
        final Side server = new Side();
        final Side client = new Side();
        private final IntPredicate lost;
        private final AtomicInteger count = new AtomicInteger();

        Pair(IntPredicate lost) {
            this.lost = lost;
            var serverIdentity = DtlsIdentity.create();
            var clientIdentity = DtlsIdentity.create();
            var limit = new HandshakeLimit(2);
            server.connection = new DtlsConnection(serverIdentity, DtlsRole.SERVER, clientIdentity.fingerprint(), limit,
                    loop, (record, offset, length) -> carry(client, record, offset, length), server);
            client.connection = new DtlsConnection(clientIdentity, DtlsRole.CLIENT, serverIdentity.fingerprint(), limit,
                    loop, (record, offset, length) -> carry(server, record, offset, length), client);
        }

        private void carry(Side to, byte[] record, int offset, int length) {
            if (!lost.test(count.getAndIncrement())) {
                ByteBuf copy = Unpooled.copiedBuffer(record, offset, length);
                loop.execute(() -> to.connection.offer(copy));
            }
        }

        Pair start() {
            loop.execute(() -> {
                server.connection.start();
                client.connection.start();
            });
            return this;
        }

        void verifyKeys() throws InterruptedException {
            var ours = take(server.established);
            var theirs = take(client.established);
            assertThat(ours.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM).isEqualTo(theirs.profile());
            var plain = HexFormat.of().parseHex("806000010000000000000001aabbcc");
            for (var direction : List.of(new SrtpKeys[]{ours, theirs}, new SrtpKeys[]{theirs, ours})) {
                var packet = Unpooled.buffer(64).writeBytes(plain);
                direction[0].protector().protectRtp(packet);
                assertThat(direction[1].unprotector().unprotectRtp(packet)).isNull();
                assertThat(ByteBufUtil.getBytes(packet)).isEqualTo(plain);
            }
        }
    }

    private static final class Side implements DtlsConnection.Listener {
        DtlsConnection connection;
        final BlockingQueue<SrtpKeys> established = new LinkedBlockingQueue<>();
        final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

        @Override
        public void onEstablished(SrtpKeys keys) {
            established.add(keys);
        }

        @Override
        public void onFailed(String reason) {
            closed.add(reason);
        }

        @Override
        public void onPeerClosed(String reason) {
            closed.add(reason);
        }
    }
}

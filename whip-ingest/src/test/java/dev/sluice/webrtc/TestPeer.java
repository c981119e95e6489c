package dev.sluice.webrtc;

import dev.sluice.media.Bytes;
import dev.sluice.webrtc.dtls.DtlsConnection;
import dev.sluice.webrtc.dtls.DtlsIdentity;
import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.dtls.Fingerprint;
import dev.sluice.webrtc.dtls.HandshakeLimit;
import dev.sluice.webrtc.ice.IceCredentials;
import dev.sluice.webrtc.ice.PacketKind;
import dev.sluice.webrtc.ice.StunAttribute;
import dev.sluice.webrtc.ice.StunIntegrity;
import dev.sluice.webrtc.ice.StunMessage;
import dev.sluice.webrtc.ice.StunReader;
import dev.sluice.webrtc.ice.StunWriter;
import dev.sluice.webrtc.srtp.SrtpKeys;
import dev.sluice.webrtc.srtp.SrtpProfile;
import dev.sluice.webrtc.srtp.SrtpProtector;
import dev.sluice.webrtc.srtp.SrtpUnprotector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A WebRTC peer for tests: a real socket on loopback, a nominating ICE agent, DTLS in either role, SRTP. What it
 * receives waits, decrypted, in queues. Its methods block for at most {@link #PATIENCE_SECONDS}.
 */
public final class TestPeer implements AutoCloseable {
    public static final int PATIENCE_SECONDS = 10;

    private volatile IceCredentials credentials = IceCredentials.random();
    private final DtlsIdentity identity = DtlsIdentity.create();
    private volatile TestWire wire;
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final BlockingQueue<byte[]> rtp = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> rtcp = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> rawRtp = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> rawDtls = new LinkedBlockingQueue<>();
    private final AtomicInteger largest = new AtomicInteger();
    private final BlockingQueue<StunMessage> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<SrtpKeys> established = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private volatile @Nullable InetSocketAddress server;
    private volatile @Nullable IceCredentials remote;
    private @Nullable DtlsConnection dtls;
    private volatile @Nullable SrtpProtector protector;
    private volatile @Nullable SrtpUnprotector unprotector;

    public TestPeer() throws IOException {
        this(TestWire.udp(InetAddress.getLoopbackAddress()));
    }

    TestPeer(TestWire wire) {
        this.wire = wire;
        Thread.ofVirtual().start(() -> read(wire));
    }

    TestWire wire() {
        return wire;
    }

    /** From now on sends by this wire; what still comes by the one before is read too. */
    void rewire(TestWire next) {
        wire = next;
        Thread.ofVirtual().start(() -> read(next));
    }

    /** For the offer. */
    public IceCredentials credentials() {
        return credentials;
    }

    /** Fresh credentials, as a peer that restarts ICE offers. */
    public IceCredentials restart() {
        credentials = IceCredentials.random();
        return credentials;
    }

    /** For the offer. */
    public Fingerprint fingerprint() {
        return identity.fingerprint();
    }

    /** What the server is told of us; its DTLS role is the given one. */
    public PeerTransport.Remote describe(DtlsRole serverRole) {
        return new PeerTransport.Remote(credentials, fingerprint(), serverRole);
    }

    public InetSocketAddress address() {
        return wire.address();
    }

    /** Checks, nominates and shakes hands; returns when media can flow. */
    public TestPeer connect(InetSocketAddress to, IceCredentials answered, Fingerprint fingerprint, DtlsRole ourRole)
            throws IOException, InterruptedException {
        aim(to, answered);
        prepareDtls(fingerprint, ourRole);
        check(new StunAttribute.Priority(1), new StunAttribute.IceControlling(7), new StunAttribute.UseCandidate());
        shakeHands();
        take(established, "DTLS");
        return this;
    }

    /** Says where the server is, without sending anything. */
    public void aim(InetSocketAddress to, IceCredentials answered) {
        server = to;
        remote = answered;
    }

    /** Makes the DTLS side, so that records are understood from now on. */
    public void prepareDtls(Fingerprint fingerprint, DtlsRole ourRole) {
        dtls = new DtlsConnection(identity, ourRole, fingerprint, new HandshakeLimit(1), loop, this::sendRaw,
                new Events());
    }

    public void shakeHands() {
        var connection = dtls;
        if (connection != null) {
            loop.execute(connection::start);
        }
    }

    /** Sends a connectivity check until it is answered. */
    public StunMessage check(StunAttribute... attributes) throws IOException, InterruptedException {
        return check(addressed(attributes), known().pwd());
    }

    /** As {@link #check(StunAttribute...)}, once, without waiting. */
    void sendCheck(StunAttribute... attributes) throws IOException {
        sendCheck(addressed(attributes), known().pwd());
    }

    /** A valid check that is not sent yet. */
    byte[] checkBytes(StunAttribute... attributes) {
        return checkBytes(addressed(attributes), known().pwd());
    }

    private List<StunAttribute> addressed(StunAttribute... attributes) {
        var all = new ArrayList<StunAttribute>();
        all.add(username());
        all.addAll(List.of(attributes));
        return all;
    }

    StunAttribute username() {
        return new StunAttribute.Username(known().ufrag() + ":" + credentials.ufrag());
    }

    private IceCredentials known() {
        var known = remote;
        if (known == null) {
            throw new IllegalStateException("aim first");
        }
        return known;
    }

    /** A check with these attributes and this password. */
    public StunMessage check(List<StunAttribute> attributes, String pwd) throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 5; i++) {
            sendCheck(attributes, pwd);
            var answer = answers.poll(200, TimeUnit.MILLISECONDS);
            if (answer != null) {
                return answer;
            }
        }
        throw new AssertionError("no answer to a connectivity check");
    }

    /** The next answer to a check that was sent without waiting. */
    StunMessage answer() throws InterruptedException {
        return take(answers, "an answer to a check");
    }

    /** One check, no waiting. */
    public void sendCheck(List<StunAttribute> attributes, String pwd) throws IOException {
        send(checkBytes(attributes, pwd));
    }

    /** A check with a new transaction. */
    static byte[] checkBytes(List<StunAttribute> attributes, String pwd) {
        var transaction = new byte[12];
        ThreadLocalRandom.current().nextBytes(transaction);
        var out = Unpooled.buffer();
        StunWriter.write(new StunMessage(StunMessage.Kind.REQUEST, Bytes.of(transaction), attributes),
                new StunIntegrity(pwd), true, out);
        return ByteBufUtil.getBytes(out);
    }

    /** Protects and sends an RTP packet. */
    public void sendRtp(byte[] plain) throws IOException {
        send(protect(plain));
    }

    /** An RTP packet as it goes over the wire. */
    byte[] protect(byte[] plain) {
        var keys = protector;
        if (keys == null) {
            throw new IllegalStateException("not connected");
        }
        var packet = Unpooled.buffer(plain.length + SrtpProfile.MAX_EXPANSION).writeBytes(plain);
        keys.protectRtp(packet);
        return ByteBufUtil.getBytes(packet);
    }

    /** Protects and sends a compound RTCP packet. */
    public void sendRtcp(byte[] plain) throws IOException {
        var keys = protector;
        if (keys == null) {
            throw new IllegalStateException("not connected");
        }
        var packet = Unpooled.buffer(plain.length + SrtpProfile.MAX_EXPANSION).writeBytes(plain);
        keys.protectRtcp(packet);
        send(ByteBufUtil.getBytes(packet));
    }

    /** Any bytes to the server's port. */
    public void send(byte[] datagram) throws IOException {
        var to = server;
        if (to == null) {
            throw new IllegalStateException("aim first");
        }
        wire.send(datagram, to);
    }

    /** The next RTP packet, decrypted. */
    public byte[] rtp() throws InterruptedException {
        return take(rtp, "RTP");
    }

    /** The next RTP packet as it came over the wire, whether it decrypts or not. */
    public byte[] protectedRtp() throws InterruptedException {
        return take(rawRtp, "SRTP");
    }

    /** The next RTP packet, decrypted; null if none is waiting. */
    public byte @Nullable [] pollRtp() {
        return rtp.poll();
    }

    /** The next DTLS datagram as it came over the wire. */
    byte[] dtls() throws InterruptedException {
        return take(rawDtls, "DTLS records");
    }

    /** The most bytes that came in one packet so far. */
    int largest() {
        return largest.get();
    }

    /** The next RTCP packet, decrypted. */
    public byte[] rtcp() throws InterruptedException {
        return take(rtcp, "RTCP");
    }

    /** Waits until the DTLS connection ended, and says why. */
    public String ended() throws InterruptedException {
        return take(ended, "end of DTLS");
    }

    private static <T> T take(BlockingQueue<T> queue, String what) throws InterruptedException {
        var item = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (item == null) {
            throw new AssertionError("waited in vain for " + what);
        }
        return item;
    }

    private void read(TestWire from) {
        try {
            while (true) {
                var packet = from.receive();
                largest.accumulateAndGet(packet.length, Math::max);
                loop.execute(() -> onDatagram(Unpooled.wrappedBuffer(packet)));
            }
        } catch (IOException | RejectedExecutionException _) {
            // Closed.
        }
    }

    private void onDatagram(ByteBuf datagram) {
        switch (PacketKind.of(datagram)) {
            case STUN -> onStun(datagram);
            case DTLS -> {
                var connection = dtls;
                rawDtls.add(ByteBufUtil.getBytes(datagram));
                if (connection != null) {
                    connection.offer(datagram);
                }
            }
            case RTP -> onRtp(datagram);
            case RTCP -> onRtcp(datagram);
            case UNKNOWN -> throw new AssertionError("the server sent " + ByteBufUtil.hexDump(datagram));
        }
    }

    private void onStun(ByteBuf datagram) {
        var known = remote;
        var message = StunReader.read(datagram);
        if (known != null && message != null && new StunIntegrity(known.pwd()).verify(datagram, message)) {
            answers.add(message);
        }
    }

    private void onRtp(ByteBuf datagram) {
        var keys = unprotector;
        rawRtp.add(ByteBufUtil.getBytes(datagram));
        if (keys != null && keys.unprotectRtp(datagram) == null) {
            rtp.add(ByteBufUtil.getBytes(datagram));
        }
    }

    private void onRtcp(ByteBuf datagram) {
        var keys = unprotector;
        if (keys != null && keys.unprotectRtcp(datagram) == null) {
            rtcp.add(ByteBufUtil.getBytes(datagram));
        }
    }

    private void sendRaw(byte[] record, int offset, int length) {
        try {
            send(Arrays.copyOfRange(record, offset, offset + length));
        } catch (IOException _) {
            // Closed meanwhile.
        }
    }

    /** Ends the DTLS connection with close_notify. */
    public void sayGoodbye() {
        var connection = dtls;
        if (connection != null) {
            loop.execute(connection::close);
        }
    }

    @Override
    public void close() {
        wire.close();
        loop.shutdownNow();
    }

    private final class Events implements DtlsConnection.Listener {
        @Override
        public void onEstablished(SrtpKeys keys) {
            protector = keys.protector();
            unprotector = keys.unprotector();
            established.add(keys);
        }

        @Override
        public void onFailed(String reason) {
            ended.add(reason);
        }

        @Override
        public void onPeerClosed(String reason) {
            ended.add(reason);
        }
    }
}

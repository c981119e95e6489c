package dev.sluice.webrtc.dtls;

import dev.sluice.webrtc.srtp.SrtpKeys;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;

/**
 * One peer's DTLS association. All methods and the listener are called on the session's event loop; only the handshake
 * itself runs on a virtual thread, which ends with it. Afterwards the loop feeds the engine by itself: it answers a late
 * retransmission with our last flight and notices close_notify.
 */
public final class DtlsConnection {
    /** bctls waits at least this long for a record; the queue never lets it. */
    private static final int NO_WAIT_MILLIS = 1;
    private static final String GOODBYE = "the peer closed the DTLS connection";

    private final DtlsIdentity identity;
    private final DtlsRole role;
    private final Negotiation negotiation;
    private final RecordQueue records;
    private final Executor loop;
    private final HandshakeLimit limit;
    private final Listener listener;
    private @Nullable DTLSTransport transport;
    private boolean started;
    private boolean closed;

    /** Exactly one of the first two is called, unless we close first. */
    public interface Listener {
        void onEstablished(SrtpKeys keys);

        void onFailed(String reason);

        /** After {@link #onEstablished}: the peer said goodbye, or broke the protocol. */
        void onPeerClosed(String reason);
    }

    /** @param remote the fingerprint of the peer's SDP */
    public DtlsConnection(DtlsIdentity identity, DtlsRole role, Fingerprint remote, HandshakeLimit limit, Executor loop,
            RecordSender sender, Listener listener) {
        this.identity = identity;
        this.role = role;
        this.negotiation = new Negotiation(identity, remote);
        this.records = new RecordQueue(role, sender);
        this.loop = loop;
        this.limit = limit;
        this.listener = listener;
    }

    /** Starts shaking hands; false if too many others do, so that the caller tries again at the next check. */
    public boolean start() {
        if (started || !limit.enter()) {
            return started;
        }
        started = true;
        Thread.ofVirtual().name("dtls").start(this::shakeHands);
        return true;
    }

    public boolean started() {
        return started;
    }

    private void shakeHands() {
        boolean success = false;
        try {
            var engine = engine();
            var keys = negotiation.keys();
            keys.prepare();
            success = true;
            onLoop(() -> established(engine, keys));
        } catch (IOException | RuntimeException e) {
            var reason = reason(e);
            onLoop(() -> failed(reason));
        } finally {
            limit.leave(success);
        }
    }

    private void onLoop(Runnable event) {
        try {
            loop.execute(event);
        } catch (RejectedExecutionException _) {
            // The process is going down.
        }
    }

    private DTLSTransport engine() throws IOException {
        return switch (role) {
            case SERVER -> new DTLSServerProtocol().accept(new DtlsServer(identity, negotiation), records);
            case CLIENT -> new DTLSClientProtocol().connect(new DtlsClient(identity, negotiation), records);
        };
    }

    private static String reason(Exception e) {
        return "DTLS handshake: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private void established(DTLSTransport engine, SrtpKeys keys) {
        records.stopWaiting();
        transport = engine;
        if (closed) {
            sayGoodbye(engine);
            return;
        }
        listener.onEstablished(keys);
        receive();
    }

    private void failed(String reason) {
        if (!closed) {
            closed = true;
            listener.onFailed(reason);
        }
    }

    /** A datagram from a proven address; borrowed. */
    public void offer(ByteBuf datagram) {
        if (started && !closed) {
            records.offer(datagram);
            receive();
        }
    }

    private void receive() {
        var engine = transport;
        if (engine == null || closed) {
            return;
        }
        var end = drain(engine);
        if (end != null) {
            closed = true;
            listener.onPeerClosed(end);
        }
    }

    /** Feeds the engine all that is queued; application data (SCTP) means nothing here. Null, or why it ended. */
    private @Nullable String drain(DTLSTransport engine) {
        var discarded = new byte[RecordQueue.RECEIVE_LIMIT];
        try {
            while (!negotiation.closedByPeer()) {
                engine.receive(discarded, 0, discarded.length, NO_WAIT_MILLIS);
            }
        } catch (RecordQueue.Empty _) {
            return negotiation.closedByPeer() ? GOODBYE : null;
        } catch (IOException e) {
            return "DTLS: " + e.getMessage();
        }
        return GOODBYE;
    }

    /** Says close_notify if there is a connection, ends the handshake if there is none yet. Idempotent. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (transport == null) {
            records.abandon();
        } else {
            sayGoodbye(transport);
        }
    }

    private static void sayGoodbye(DTLSTransport engine) {
        try {
            engine.close();
        } catch (IOException _) {
            // It was a courtesy.
        }
    }
}

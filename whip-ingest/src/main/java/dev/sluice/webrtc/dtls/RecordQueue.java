package dev.sluice.webrtc.dtls;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams between an event loop and the DTLS engine. While shaking hands the engine waits here on its virtual thread;
 * afterwards {@link #stopWaiting()} makes a receive on an empty queue end at once, because it runs on the loop then.
 *
 * <p>bctls doubles its resend time without a limit of use, so on a path with losses a handshake would soon stand still for
 * seconds. While it waits long, what it sent last is repeated as it was, which a peer can't tell from a duplicate; so is
 * our last flight, when a peer goes on shaking hands because it got lost.
 */
final class RecordQueue implements DatagramTransport {
    /** A flight is some 10 datagrams; what is lost beyond this many is sent again. */
    static final int MAX_DATAGRAMS = 64;
    /** Of the flights that we send; none has more datagrams. */
    static final int MAX_FLIGHT = 16;
    private static final int MAX_LAST_FLIGHTS = 16;
    private static final byte HANDSHAKE = 22;
    static final int RECEIVE_LIMIT = 2048;
    /** Under the smallest MTU of the real internet, so that no flight is fragmented by IP. */
    static final int SEND_LIMIT = 1200;

    static final int REPEAT_MILLIS = 400;

    /** Nothing is there and waiting is over. Of this type because bctls passes it on without ending the connection. */
    static final class Empty extends InterruptedIOException {
        private static final long serialVersionUID = 1;

        Empty() {
            super("no record");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private final BlockingQueue<byte[]> datagrams = new ArrayBlockingQueue<>(MAX_DATAGRAMS);
    private final RecordFilter filter;
    private final RecordSender sender;
    /** What was sent since the engine last stopped to listen; the handshake's thread's, then the loop's. */
    private final List<byte[]> flight = new ArrayList<>();
    private int lastFlights;
    private boolean flightComplete;
    private volatile boolean waiting = true;
    private volatile boolean closed;

    RecordQueue(DtlsRole role, RecordSender sender) {
        this.filter = new RecordFilter(role);
        this.sender = sender;
        // The server's flight is the last one (RFC 6347 4.2.4).
        this.lastFlights = role == DtlsRole.SERVER ? MAX_LAST_FLIGHTS : 0;
    }

    /** Borrows the datagram; one too many is dropped, the peer will send it again. */
    void offer(ByteBuf datagram) {
        if (datagram.readableBytes() <= RECEIVE_LIMIT) {
            var records = filter.filter(datagram);
            if (records.length > 0) {
                datagrams.offer(records);
                answerLate(records);
            }
        }
    }

    private void answerLate(byte[] records) {
        if (!waiting && records[0] == HANDSHAKE && lastFlights > 0) {
            lastFlights--;
            repeat();
        }
    }

    private void repeat() {
        flight.forEach(record -> sender.send(record, 0, record.length));
    }

    /** Once the handshake's thread is done. */
    void stopWaiting() {
        waiting = false;
    }

    /** Ends a handshake that still waits. */
    void abandon() {
        closed = true;
        datagrams.clear();
        datagrams.offer(new byte[0]);
    }

    @Override
    public int receive(byte[] out, int offset, int length, int waitMillis) throws IOException {
        var datagram = take(waitMillis);
        if (datagram == null) {
            return -1;
        }
        int size = Math.min(length, datagram.length);
        System.arraycopy(datagram, 0, out, offset, size);
        return size;
    }

    private byte @Nullable [] take(int waitMillis) throws IOException {
        byte[] datagram;
        try {
            datagram = waiting ? await(waitMillis) : datagrams.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("handshake interrupted", e);
        }
        if (closed) {
            throw new IOException("session closed during the handshake");
        }
        if (datagram == null && !waiting) {
            throw new Empty();
        }
        return datagram;
    }

    private byte @Nullable [] await(int waitMillis) throws InterruptedException {
        flightComplete = true;
        int left = waitMillis;
        for (; left > REPEAT_MILLIS; left -= REPEAT_MILLIS) {
            var datagram = datagrams.poll(REPEAT_MILLIS, TimeUnit.MILLISECONDS);
            if (datagram != null) {
                return datagram;
            }
            repeat();
        }
        return datagrams.poll(left, TimeUnit.MILLISECONDS);
    }

    private void remember(byte[] record) {
        if (flightComplete) {
            flight.clear();
            flightComplete = false;
        }
        if (flight.size() < MAX_FLIGHT) {
            flight.add(record);
        }
    }

    @Override
    public void send(byte[] record, int offset, int length) {
        if (waiting) {
            remember(Arrays.copyOfRange(record, offset, offset + length));
        }
        sender.send(record, offset, length);
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return SEND_LIMIT;
    }

    @Override
    public void close() {
        // The socket is everybody's; the session decides.
    }
}

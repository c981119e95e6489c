package dev.sluice.webrtc;

import dev.sluice.runtime.DropReason;
import dev.sluice.webrtc.dtls.RecordSender;
import dev.sluice.webrtc.ice.PacketKind;
import dev.sluice.webrtc.ice.Path;
import dev.sluice.webrtc.srtp.SrtpProtector;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What leaves for one peer, by the path it is reached by now. Media is protected and waits for {@link #flush()}; answers to
 * checks and DTLS records leave at once. Takes every buffer; lives on the session's loop.
 */
final class Outbound implements RecordSender {
    private final UdpSocket socket;
    private final TransportMetrics metrics;
    private final SendQueue queue;
    private @Nullable Path path;
    private @Nullable SrtpProtector protector;

    Outbound(UdpSocket socket, TransportMetrics metrics) {
        this.socket = socket;
        this.metrics = metrics;
        this.queue = new SendQueue(socket, metrics);
    }

    /** From now on by this path; null: nowhere, and what waits is dropped. */
    void by(@Nullable Path now) {
        if (now == null) {
            queue.clear();
        }
        if (!Objects.equals(now, path)) {
            metrics.moved(path, now);
            path = now;
        }
    }

    /** Keys are agreed. */
    void open(SrtpProtector keys) {
        protector = keys;
    }

    boolean isOpen() {
        return protector != null;
    }

    /** Nothing leaves any more. */
    void close() {
        protector = null;
        by(null);
    }

    /** Whether more could leave: there is a path, and it is no connection whose peer doesn't keep up. */
    boolean writable() {
        return switch (path) {
            case null -> false;
            case Path.Udp _ -> true;
            case Path.Tcp tcp -> tcp.channel().isWritable();
        };
    }

    /** Protects a packet in place and queues it; dropped and counted if that can't be. */
    void write(PacketKind kind, ByteBuf packet) {
        var keys = protector;
        if (keys == null) {
            packet.release();
            metrics.dropNotConnected();
        } else if (admits()) {
            try {
                protect(keys, kind, packet);
            } catch (RuntimeException e) {
                packet.release();
                throw e;
            }
            queue.add(packet);
        } else {
            packet.release();
            metrics.drop(DropReason.QUEUE_FULL);
        }
    }

    private static void protect(SrtpProtector keys, PacketKind kind, ByteBuf packet) {
        if (kind == PacketKind.RTP) {
            keys.protectRtp(packet);
        } else {
            keys.protectRtcp(packet);
        }
    }

    /** Whether there is room for one more packet. */
    private boolean admits() {
        if (queue.isFull()) {
            flush();
        }
        return !queue.isFull() && path != null && path.channel().isWritable();
    }

    void flush() {
        if (queue.isEmpty()) {
            return;
        }
        switch (path) {
            case null -> {
            }
            case Path.Udp udp -> {
                queue.send(udp);
                socket.flushSoon();
            }
            case Path.Tcp(_, var channel) -> queue.send(channel);
        }
    }

    /** One datagram by this path, whichever is chosen. */
    void send(ByteBuf datagram, Path by) {
        switch (by) {
            case Path.Udp(var address, var channel) -> {
                socket.write(channel, new DatagramPacket(datagram, address), 1, datagram.readableBytes());
                socket.flushSoon();
            }
            case Path.Tcp(_, var channel) -> sendFrame(datagram, channel);
        }
    }

    /** What a peer makes us say while it doesn't listen must not pile up. */
    private void sendFrame(ByteBuf datagram, Channel to) {
        if (!to.isWritable()) {
            datagram.release();
            metrics.drop(DropReason.QUEUE_FULL);
            return;
        }
        int bytes = datagram.readableBytes();
        var _ = to.write(to.alloc().directBuffer(FrameReader.LENGTH_BYTES).writeShort(bytes), to.voidPromise());
        var _ = to.writeAndFlush(datagram, to.voidPromise());
        metrics.sent(1, bytes);
    }

    /** A DTLS record, from the handshake's thread or the loop. */
    @Override
    public void send(byte[] record, int offset, int length) {
        var datagram = socket.allocate(length).writeBytes(record, offset, length);
        if (socket.loop().inEventLoop()) {
            sendToPeer(datagram);
            return;
        }
        try {
            socket.loop().execute(() -> sendToPeer(datagram));
        } catch (RejectedExecutionException _) {
            datagram.release();
        }
    }

    private void sendToPeer(ByteBuf datagram) {
        var by = path;
        if (by == null) {
            datagram.release();
        } else {
            send(datagram, by);
        }
    }
}

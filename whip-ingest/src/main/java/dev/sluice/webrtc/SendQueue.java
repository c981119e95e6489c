package dev.sluice.webrtc;

import dev.sluice.webrtc.ice.Path;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.util.Arrays;

/**
 * The protected packets of one peer that wait for the end of the frame. They leave in order; by UDP a run of equal-sized
 * ones leaves as one datagram that the kernel cuts up (UDP GSO) where it can, by TCP all leave in one write. Owns what waits
 * in it; lives on the loop.
 */
final class SendQueue {
    /** A key frame of 600 kB; what comes on top is handed to the socket early. */
    static final int MAX_PACKETS = 512;
    /** UDP_MAX_SEGMENTS of older kernels. */
    static final int MAX_SEGMENTS = 64;
    static final int MAX_RUN_BYTES = 60_000;
    /** Larger ones may exceed a path's MTU, which GSO refuses where plain UDP would fragment. */
    static final int MAX_SEGMENT_BYTES = 1232;

    private final UdpSocket socket;
    private final TransportMetrics metrics;
    private ByteBuf[] packets = new ByteBuf[8];
    private int count;

    SendQueue(UdpSocket socket, TransportMetrics metrics) {
        this.socket = socket;
        this.metrics = metrics;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == MAX_PACKETS;
    }

    /** Takes the packet; not when {@linkplain #isFull() full}. */
    void add(ByteBuf packet) {
        if (count == packets.length) {
            packets = Arrays.copyOf(packets, Math.min(2 * count, MAX_PACKETS));
        }
        packets[count++] = packet;
    }

    /** Hands all to a connection, each behind its length (RFC 4571 2). */
    void send(Channel to) {
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += FrameReader.LENGTH_BYTES + packets[i].readableBytes();
        }
        var all = to.alloc().directBuffer(bytes, bytes);
        for (int i = 0; i < count; i++) {
            all.writeShort(packets[i].readableBytes()).writeBytes(packets[i]);
            packets[i].release();
        }
        metrics.sent(count, bytes);
        forget();
        var _ = to.writeAndFlush(all, to.voidPromise());
    }

    /** Hands all to the socket. */
    void send(Path.Udp to) {
        for (int at = 0; at < count;) {
            int run = socket.segments() ? run(at) : 1;
            if (run == 1) {
                socket.write(to.channel(), new DatagramPacket(packets[at], to.address()), 1,
                        packets[at].readableBytes());
            } else {
                sendRun(at, run, to);
            }
            at += run;
        }
        forget();
    }

    /** How many packets from here on can leave as one: all of one size, the last may be smaller. */
    private int run(int at) {
        int size = packets[at].readableBytes();
        if (size > MAX_SEGMENT_BYTES) {
            return 1;
        }
        int most = Math.min(Math.min(count - at, MAX_SEGMENTS), MAX_RUN_BYTES / size);
        for (int run = 1; run < most; run++) {
            int next = packets[at + run].readableBytes();
            if (next != size) {
                return next < size ? run + 1 : run;
            }
        }
        return Math.max(most, 1);
    }

    /** One contiguous copy is cheaper than a vector of buffers, and leaves no garbage. */
    private void sendRun(int at, int run, Path.Udp to) {
        int size = packets[at].readableBytes();
        var all = socket.allocate(run * size);
        for (int i = at; i < at + run; i++) {
            all.writeBytes(packets[i]);
            packets[i].release();
        }
        socket.write(to.channel(), new SegmentedDatagramPacket(all, size, to.address()), run, all.readableBytes());
    }

    private void forget() {
        Arrays.fill(packets, 0, count, null);
        count = 0;
    }

    void clear() {
        for (int i = 0; i < count; i++) {
            packets[i].release();
        }
        forget();
    }
}

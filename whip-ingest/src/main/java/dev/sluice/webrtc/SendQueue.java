package dev.sluice.webrtc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * The protected packets of one peer that wait for the end of the frame. They leave in order; a run of equal-sized ones
 * leaves as one datagram that the kernel cuts up (UDP GSO) where it can. Owns what waits in it; lives on the loop.
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
    private ByteBuf[] packets = new ByteBuf[8];
    private int count;

    SendQueue(UdpSocket socket) {
        this.socket = socket;
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

    /** Hands all to the socket. */
    void send(InetSocketAddress to) {
        for (int at = 0; at < count;) {
            int run = socket.segments() ? run(at) : 1;
            if (run == 1) {
                socket.write(new DatagramPacket(packets[at], to), 1, packets[at].readableBytes());
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
    private void sendRun(int at, int run, InetSocketAddress to) {
        int size = packets[at].readableBytes();
        var all = socket.allocate(run * size);
        for (int i = at; i < at + run; i++) {
            all.writeBytes(packets[i]);
            packets[i].release();
        }
        socket.write(new SegmentedDatagramPacket(all, size, to), run, all.readableBytes());
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

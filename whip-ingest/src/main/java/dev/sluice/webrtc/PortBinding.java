package dev.sluice.webrtc;

import dev.sluice.runtime.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/** Opens the sockets of the shared port. */
final class PortBinding {
    /** The largest datagram a WebRTC peer sends; longer ones are cut and then fail to authenticate. */
    static final int MAX_DATAGRAM_BYTES = 2048;
    private static final int DATAGRAMS_PER_READ = 16;
    /** What the kernel queues per socket, as far as its own limits let it: some 3 ms of a full Gigabit. */
    private static final int KERNEL_BUFFER_BYTES = 4 << 20;
    private static final int WRITE_LOW_BYTES = 4 << 20;
    private static final int WRITE_HIGH_BYTES = 8 << 20;

    private final EventLoops loops;
    private final PeerSession.Shared shared;

    PortBinding(EventLoops loops, PeerSession.Shared shared) {
        this.loops = loops;
        this.shared = shared;
    }

    /** One socket per loop with SO_REUSEPORT, or one in all. */
    List<UdpSocket> bind(String host, int port) throws IOException {
        try {
            return bindAll(InetAddress.getByName(host), port);
        } catch (IOException e) {
            if (!host.equals("::")) {
                throw e;
            }
            return bindAll(InetAddress.ofLiteral("0.0.0.0"), port);
        }
    }

    private List<UdpSocket> bindAll(InetAddress host, int port) throws IOException {
        int free = loops.epoll() ? probe(host, port) : port;
        var sockets = new ArrayList<UdpSocket>();
        try {
            for (var loop : loops.epoll() ? loops.all() : loops.all().subList(0, 1)) {
                sockets.add(bind(loop, new InetSocketAddress(host, free)));
            }
        } catch (IOException e) {
            sockets.forEach(socket -> socket.channel().close().awaitUninterruptibly());
            throw e;
        }
        return List.copyOf(sockets);
    }

    /**
     * Finds a free port, or makes sure that this one is: with SO_REUSEPORT a second process would get half of our datagrams
     * instead of an error.
     */
    private static int probe(InetAddress host, int port) throws IOException {
        try (var channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(host, port));
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException | UnsupportedOperationException e) {
            throw refused(host, port, e);
        }
    }

    private UdpSocket bind(EventLoop loop, InetSocketAddress address) throws IOException {
        var socket = new UdpSocket(loop, shared.table(), shared.metrics());
        var bound = bootstrap(loop, socket).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw refused(address.getAddress(), address.getPort(), bound.cause());
        }
        return socket;
    }

    private Bootstrap bootstrap(EventLoop loop, UdpSocket socket) {
        var bootstrap = new Bootstrap().group(loop).channel(loops.datagramChannel()).handler(socket)
                .option(ChannelOption.SO_RCVBUF, KERNEL_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, KERNEL_BUFFER_BYTES).option(ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(WRITE_LOW_BYTES, WRITE_HIGH_BYTES));
        if (!loops.epoll()) {
            return bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES));
        }
        // recvmmsg: one buffer that takes this many datagrams of this size.
        return bootstrap.option(EpollChannelOption.SO_REUSEPORT, true)
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_BYTES).option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES * DATAGRAMS_PER_READ));
    }

    private static IOException refused(InetAddress host, int port, Throwable cause) {
        return new IOException("webrtc.port: UDP " + host.getHostAddress() + " " + port + " can't be bound ("
                + cause.getMessage() + "), expected a free port", cause);
    }
}

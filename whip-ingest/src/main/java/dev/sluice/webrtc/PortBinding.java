package dev.sluice.webrtc;

import dev.sluice.runtime.EventLoops;
import dev.sluice.webrtc.ice.HostCandidates;
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

/** Opens the sockets of the shared port, UDP and TCP under one number. */
final class PortBinding {
    /** The largest datagram a WebRTC peer sends; longer ones are cut and then fail to authenticate. */
    static final int MAX_DATAGRAM_BYTES = 2048;
    /** How often we look for a number that is free for both, where any will do. */
    private static final int ATTEMPTS = 16;
    private static final int DATAGRAMS_PER_READ = 16;
    /** What the kernel queues per socket, as far as its own limits let it: some 3 ms of a full Gigabit. */
    private static final int KERNEL_BUFFER_BYTES = 4 << 20;
    private static final int WRITE_LOW_BYTES = 4 << 20;
    private static final int WRITE_HIGH_BYTES = 8 << 20;

    private final EventLoops loops;
    private final PeerSession.Shared shared;
    private final TcpGate gate;

    /** Everything that is open. */
    record Bound(List<UdpSocket> sockets, TcpAcceptor acceptor) {
        InetSocketAddress address() {
            return address(sockets);
        }

        private static InetSocketAddress address(List<UdpSocket> sockets) {
            return (InetSocketAddress) sockets.getFirst().channel().localAddress();
        }

        /** Ends all sessions, then closes the port; blocks until it is closed. Not from an event loop. */
        void close() {
            PortBinding.close(sockets);
            acceptor.close();
        }
    }

    PortBinding(EventLoops loops, PeerSession.Shared shared, TcpGate gate) {
        this.loops = loops;
        this.shared = shared;
        this.gate = gate;
    }

    /**
     * By UDP one socket per loop with SO_REUSEPORT, or one in all; by TCP one that listens.
     *
     * @param advertise as HostCandidates has it
     * @throws IllegalArgumentException as HostCandidates does
     */
    Bound bind(String host, int port, List<String> advertise) throws IOException {
        try {
            return bindBoth(InetAddress.getByName(host), port, advertise);
        } catch (IOException e) {
            if (!host.equals("::")) {
                throw e;
            }
            return bindBoth(InetAddress.ofLiteral("0.0.0.0"), port, advertise);
        }
    }

    private Bound bindBoth(InetAddress host, int port, List<String> advertise) throws IOException {
        var beside = host.isAnyLocalAddress() ? HostCandidates.local(host, advertise) : List.<InetAddress>of();
        for (int attempt = 1;; attempt++) {
            var sockets = bindAll(host, port, beside);
            var address = new InetSocketAddress(host, Bound.address(sockets).getPort());
            try {
                return new Bound(sockets,
                        new TcpAcceptor(loops, sockets.getFirst().loop(), address, shared, gate));
            } catch (IOException e) {
                close(sockets);
                if (port != 0 || attempt == ATTEMPTS) {
                    throw refused("TCP", host, address.getPort(), e);
                }
            }
        }
    }

    private List<UdpSocket> bindAll(InetAddress host, int port, List<InetAddress> beside) throws IOException {
        int free = probe(host, port);
        var sockets = new ArrayList<UdpSocket>();
        try {
            for (var loop : loops.epoll() ? loops.all() : loops.all().subList(0, 1)) {
                sockets.add(bind(loop, new InetSocketAddress(host, free), beside));
            }
        } catch (IOException e) {
            close(sockets);
            throw e;
        }
        return List.copyOf(sockets);
    }

    /**
     * Finds a free port, or makes sure that this one is: with SO_REUSEPORT or SO_REUSEADDR a second process would get some
     * of our datagrams instead of an error.
     */
    private static int probe(InetAddress host, int port) throws IOException {
        try (var channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(host, port));
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException | UnsupportedOperationException e) {
            throw refused("UDP", host, port, e);
        }
    }

    private UdpSocket bind(EventLoop loop, InetSocketAddress address, List<InetAddress> beside) throws IOException {
        var socket = new UdpSocket(loop, shared.table(), shared.metrics());
        var bound = bootstrap(loop, socket).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw refused("UDP", address.getAddress(), address.getPort(), bound.cause());
        }
        for (var each : beside) {
            // An advertised address may be a NAT's and can't be bound then; the first socket reads for it.
            bootstrap(loop, socket).bind(each, address.getPort()).awaitUninterruptibly();
        }
        return socket;
    }

    /** On each loop behind what its channels still have to do there; blocks. */
    private static void close(List<UdpSocket> sockets) {
        for (var socket : sockets) {
            socket.loop().submit(socket::close).awaitUninterruptibly();
            socket.channel().closeFuture().awaitUninterruptibly();
        }
    }

    private Bootstrap bootstrap(EventLoop loop, UdpSocket socket) {
        var bootstrap = new Bootstrap().group(loop).channel(loops.datagramChannel()).handler(socket)
                .option(ChannelOption.SO_RCVBUF, KERNEL_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, KERNEL_BUFFER_BYTES).option(ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(WRITE_LOW_BYTES, WRITE_HIGH_BYTES));
        if (!loops.epoll()) {
            // For one address beside any.
            return bootstrap.option(ChannelOption.SO_REUSEADDR, true).option(ChannelOption.RECVBUF_ALLOCATOR,
                    new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES));
        }
        // recvmmsg: one buffer that takes this many datagrams of this size.
        return bootstrap.option(EpollChannelOption.SO_REUSEPORT, true)
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_BYTES).option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES * DATAGRAMS_PER_READ));
    }

    private static IOException refused(String protocol, InetAddress host, int port, Throwable cause) {
        return new IOException(
                "webrtc.port: " + protocol + " " + host.getHostAddress() + " " + port + " can't be bound ("
                        + cause.getMessage() + "), expected a free port",
                cause);
    }
}

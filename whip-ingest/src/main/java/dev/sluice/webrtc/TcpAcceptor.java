package dev.sluice.webrtc;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Listens on the TCP port beside the UDP one (RFC 6544). Accepts on one loop, from where connections move to their sessions'. */
final class TcpAcceptor {
    private static final int BACKLOG = 256;
    private static final int READ_BYTES = 16 << 10;
    /** What waits for a peer that doesn't keep up, beyond the kernel's buffer: a second of 2 Mb/s, and the frame that crossed it. */
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(64 << 10, 256 << 10);
    private static final int KERNEL_BUFFER_BYTES = 256 << 10;

    private final SessionTable table;
    private final TransportMetrics metrics;
    private final Clock clock;
    private final TcpGate gate;
    private final Channel listening;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    TcpAcceptor(EventLoops loops, EventLoop loop, InetSocketAddress address, PeerSession.Shared shared, TcpGate gate)
            throws IOException {
        this.table = shared.table();
        this.metrics = shared.metrics();
        this.clock = shared.clock();
        this.gate = gate;
        this.listening = listen(loops, loop, address);
        var ticks = loop.scheduleAtFixedRate(this::tick, UdpSocket.TICK_MILLIS, UdpSocket.TICK_MILLIS,
                TimeUnit.MILLISECONDS);
        listening.closeFuture().addListener(_ -> ticks.cancel(false));
    }

    private Channel listen(EventLoops loops, EventLoop loop, InetSocketAddress address) throws IOException {
        var bound = new ServerBootstrap().group(loop).channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true).childOption(ChannelOption.SO_SNDBUF, KERNEL_BUFFER_BYTES)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                }).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
    }

    private void accept(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress from)) {
            // Gone already.
            channel.close();
            return;
        }
        var connection = new TcpConnection(channel, from, table, metrics, gate);
        var refusal = gate.enter(connection, clock.nanos());
        if (refusal != null) {
            connection.refuse(refusal);
            return;
        }
        channel.closeFuture().addListener(_ -> connection.onClosed());
        channel.pipeline().addLast(connection);
        open.add(channel);
    }

    private void tick() {
        gate.overdue(clock.nanos()).forEach(connection -> connection.refuse(TcpRefusal.NO_CHECK));
    }

    /** Stops listening and closes what is open; blocks until it is. Not from an event loop. */
    void close() {
        listening.close().awaitUninterruptibly();
        open.close().awaitUninterruptibly();
    }
}

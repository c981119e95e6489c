package dev.sluice.webrtc;

import dev.sluice.runtime.DropReason;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.ice.PacketKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's socket on the shared port, and the sessions of that loop. Reads for everybody, sends for its own
 * sessions; all methods but {@link #handOver} and {@link #register} run on its loop.
 *
 * <p>A socket that is bound to any address has others beside it, each bound to one address of the host: the kernel prefers
 * them, and what is sent by them comes from the address that the peer knows. Without them the routing table would choose.
 */
@ChannelHandler.Sharable
final class UdpSocket extends SimpleChannelInboundHandler<DatagramPacket> {
    static final int TICK_MILLIS = 500;
    /** Datagrams that are handed to the kernel at once; fewer wait until the running task is over. */
    static final int BATCH = 64;

    /** What the kernel answers to GSO where the device can't do checksums. */
    private static final int EIO = -5;

    private final EventLoop loop;
    private final SessionTable table;
    private final TransportMetrics metrics;
    private final HandOver handOver;
    private final Set<PeerSession> sessions = new LinkedHashSet<>();
    private final Runnable flush = this::flush;
    /** Those that are bound, in no order; a handful. */
    private final List<Channel> channels = new ArrayList<>();
    private @Nullable Channel channel;
    private boolean segments;
    private int unflushed;
    private boolean flushScheduled;

    UdpSocket(EventLoop loop, SessionTable table, TransportMetrics metrics) {
        this.loop = loop;
        this.table = table;
        this.metrics = metrics;
        this.handOver = new HandOver(loop, metrics);
    }

    EventLoop loop() {
        return loop;
    }

    Channel channel() {
        var bound = channel;
        if (bound == null) {
            throw new IllegalStateException("socket not bound");
        }
        return bound;
    }

    /** By which to send from this address of ours: that which is bound to it, else the first. */
    Channel channel(InetSocketAddress local) {
        for (var each : channels) {
            if (local.equals(each.localAddress())) {
                return each;
            }
        }
        return channel();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (channel == null) {
            channel = context.channel();
            // Elsewhere Netty would send the whole run as one datagram, in silence.
            segments = channel instanceof EpollDatagramChannel
                    && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channels.add(context.channel());
        if (context.channel().equals(channel)) {
            startTicking(context);
        }
    }

    private void startTicking(ChannelHandlerContext context) {
        var ticks = loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        context.channel().closeFuture().addListener(_ -> ticks.cancel(false));
    }

    private void tick() {
        for (var session : List.copyOf(sessions)) {
            session.onTick();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        var kind = PacketKind.of(packet.content());
        var from = packet.sender();
        var session = from.getPort() == 0 ? null : owner(kind, packet.content(), from);
        if (session == null) {
            metrics.drop(kind == PacketKind.DTLS ? DropReason.DTLS_UNVERIFIED : DropReason.UNKNOWN_PEER);
        } else if (session.socket().equals(this)) {
            session.onDatagram(kind, packet);
        } else {
            session.socket().handOver.add(session, kind, packet.retain());
        }
    }

    private @Nullable PeerSession owner(PacketKind kind, ByteBuf content, InetSocketAddress from) {
        return switch (kind) {
            case STUN -> table.byCheck(content);
            case DTLS, RTP, RTCP -> table.byAddress(from);
            case UNKNOWN -> null;
        };
    }

    /** A session of this loop; from any thread. */
    void register(PeerSession session) {
        loop.execute(() -> sessions.add(session));
    }

    void unregister(PeerSession session) {
        sessions.remove(session);
    }

    boolean segments() {
        return segments;
    }

    ByteBuf allocate(int bytes) {
        return channel().alloc().directBuffer(bytes, bytes);
    }

    /** Queues a datagram, or several in one; {@link #flushSoon} sends it. */
    void write(Channel by, DatagramPacket datagram, int datagrams, int bytes) {
        var _ = by.write(datagram, by.voidPromise());
        metrics.sent(datagrams, bytes);
        unflushed += datagrams;
    }

    /** Sends what is queued, at the latest when the running task is over. */
    void flushSoon() {
        if (unflushed >= BATCH) {
            flush();
        } else if (!flushScheduled && unflushed > 0) {
            flushScheduled = true;
            loop.execute(flush);
        }
    }

    private void flush() {
        flushScheduled = false;
        unflushed = 0;
        for (int i = 0; i < channels.size(); i++) {
            channels.get(i).flush();
        }
    }

    /** Ends all sessions and the socket. */
    void close() {
        for (var session : new ArrayList<>(sessions)) {
            session.end(StableCode.DRAINING, "the server is going down");
        }
        handOver.clear();
        flush();
        channels.forEach(Channel::close);
    }

    /** A failed send: the datagram is lost, the socket lives on. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Errors.NativeIoException io && io.expectedErr() == EIO) {
            segments = false;
        }
    }
}

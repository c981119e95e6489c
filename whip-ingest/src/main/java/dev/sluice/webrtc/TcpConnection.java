package dev.sluice.webrtc;

import dev.sluice.runtime.DropReason;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.webrtc.ice.PacketKind;
import dev.sluice.webrtc.ice.Path;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connection that a peer made to the ICE-TCP port (RFC 6544 6.2). Its first frame, a check, says whose it is; then it
 * moves to that session's loop and stays there. Until a check of it was valid, checks are all it may send.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final Path.Tcp path;
    private final SessionTable table;
    private final TransportMetrics metrics;
    private final TcpGate gate;
    private final FrameReader frames;
    private @Nullable PeerSession session;
    private boolean moving;
    private boolean proven;

    TcpConnection(Channel channel, InetSocketAddress from, SessionTable table, TransportMetrics metrics, TcpGate gate) {
        this.channel = channel;
        this.path = new Path.Tcp(from, channel);
        this.table = table;
        this.metrics = metrics;
        this.gate = gate;
        this.frames = new FrameReader(channel.alloc());
    }

    InetAddress host() {
        return path.address().getAddress();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (channel.isOpen()) {
            frames.add((ByteBuf) message);
            readFrames();
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void readFrames() {
        try {
            for (var frame = frames.peek(); frame != null && comesHome(frame); frame = frames.peek()) {
                frames.skip();
                deliver(frame.retain());
            }
        } catch (ProtocolException _) {
            refuse(TcpRefusal.FRAME_TOO_LONG);
        }
    }

    /** Whether this frame may be handled here and now: the connection is on its session's loop. */
    private boolean comesHome(ByteBuf frame) {
        if (session != null) {
            return !moving && channel.isOpen();
        }
        session = PacketKind.of(frame) == PacketKind.STUN ? table.byCheck(frame) : null;
        if (session == null) {
            metrics.drop(DropReason.UNKNOWN_PEER);
            refuse(TcpRefusal.UNKNOWN_PEER);
            return false;
        }
        if (!session.loop().inEventLoop()) {
            move(session.loop());
        }
        return !moving;
    }

    /** Nothing is read between the two registrations; what was read with the first frame waits. */
    private void move(EventLoop home) {
        moving = true;
        channel.config().setAutoRead(false);
        channel.deregister().addListener(_ -> home.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                arrived();
            }
        }));
    }

    private void arrived() {
        moving = false;
        channel.config().setAutoRead(true);
        readFrames();
    }

    /** The frame outlives a connection that ends by what it says. */
    private void deliver(ByteBuf frame) {
        try {
            onFrame(PacketKind.of(frame), frame);
        } finally {
            frame.release();
        }
    }

    private void onFrame(PacketKind kind, ByteBuf frame) {
        var owner = session;
        if (owner == null) {
            return;
        }
        if (kind == PacketKind.STUN) {
            onCheck(owner, frame);
        } else if (proven) {
            owner.onData(kind, frame);
        } else {
            metrics.drop(kind == PacketKind.DTLS ? DropReason.DTLS_UNVERIFIED : DropReason.UNKNOWN_PEER);
        }
    }

    private void onCheck(PeerSession owner, ByteBuf frame) {
        if (owner.onCheck(frame, path) && !proven) {
            proven = true;
            gate.proven(this);
        }
    }

    /** Closes it for good; from any thread. */
    void refuse(TcpRefusal reason) {
        metrics.refused(reason);
        var _ = channel.close();
    }

    /** Called once, by the channel's loop of that moment; not even a reader is told of a close between two loops. */
    void onClosed() {
        gate.leave(this);
        frames.close();
        if (proven && session != null) {
            session.onConnectionClosed(path);
        }
    }

    /** A reset, mostly. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}

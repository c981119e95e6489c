package dev.sluice.rtmp;

import dev.sluice.rtmp.link.PeerAddress;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Supplier;

/**
 * Drops who came with TLS to the port without it, or without to the port with it, and tells the log which port is meant.
 * Looks at the first byte of a connection and leaves the pipeline. Passes buffers on, or releases them.
 */
final class FirstByte extends ChannelInboundHandlerAdapter {
    /** RFC 8446 5.1, a record of type handshake; RTMP begins with its version, 3. */
    private static final byte TLS_HANDSHAKE = 22;

    private final RtmpMetrics metrics;
    private final RareLog log;
    private final boolean tls;
    private final Supplier<String> otherPort;

    /**
     * @param log its own, so that nothing else hides what it says
     * @param tls whether this port speaks TLS
     * @param otherPort where the others are to go
     */
    FirstByte(RtmpMetrics metrics, RareLog log, boolean tls, Supplier<String> otherPort) {
        this.metrics = metrics;
        this.log = log;
        this.tls = tls;
        this.otherPort = otherPort;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
            ctx.fireChannelRead(message);
            return;
        }
        boolean comesWithTls = bytes.getByte(bytes.readerIndex()) == TLS_HANDSHAKE;
        if (comesWithTls == tls) {
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
            drop(ctx);
        }
    }

    private void drop(ChannelHandlerContext ctx) {
        var found = tls ? "found no TLS on the port with TLS" : "found TLS on the port without";
        metrics.refused(StableCode.PROTOCOL_ERROR);
        log.info("dropped", PeerAddress.of(ctx.channel()),
                "PROTOCOL_ERROR: " + found + ", expected the other port: " + otherPort.get());
        ctx.close();
    }
}

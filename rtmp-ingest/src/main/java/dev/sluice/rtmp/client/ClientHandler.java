package dev.sluice.rtmp.client;

import dev.sluice.rtmp.link.Connection;
import dev.sluice.rtmp.link.ResumableDecoder;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adapts a channel to its {@link ClientSession}. */
final class ClientHandler extends ResumableDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(ClientHandler.class);

    private final ClientContext context;
    private final Dial dial;
    private @Nullable ClientSession session;

    ClientHandler(ClientContext context, Dial dial) {
        this.context = context;
        this.dial = dial;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        session = new ClientSession(context, dial, new Connection(ctx.channel(), () -> resume(ctx)));
        dial.connected(session);
        session.begin();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (session != null) {
            session.onBytes(in);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (session != null) {
            session.onWritabilityChanged(ctx.channel().isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (session != null) {
            session.onInputClosed();
        }
        super.channelInactive(ctx);
        if (session != null) {
            session.onClosed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (session == null) {
            ctx.close();
        } else if (reason instanceof SSLException) {
            session.end(new ClientEnd.Untrusted(String.valueOf(reason.getMessage())));
        } else if (reason instanceof IOException) {
            ctx.close();
        } else {
            LOG.error("RTMP client failed", cause);
            session.end(new ClientEnd.Violated(
                    new ProtocolException(StableCode.INTERNAL, "the relay failed, see its log")));
        }
    }
}

package dev.sluice.rtmp;

import dev.sluice.rtmp.link.Connection;
import dev.sluice.rtmp.link.ResumableDecoder;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adapts a channel to its {@link RtmpSession}. */
final class RtmpHandler extends ResumableDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpHandler.class);

    private final RtmpContext context;
    private final ConnectionGate.Slot slot;
    private @Nullable Connection connection;
    private @Nullable RtmpSession session;
    private String closeReason = "the encoder closed the connection";

    RtmpHandler(RtmpContext context, ConnectionGate.Slot slot) {
        this.context = context;
        this.slot = slot;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection = new Connection(ctx.channel(), () -> resume(ctx));
        session = new RtmpSession(context, connection, slot);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (session != null) {
            session.onBytes(in);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (connection != null) {
            connection.onWritabilityChanged();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        super.channelInactive(ctx);
        if (connection != null && session != null) {
            connection.noDeadline();
            session.onClosed(closeReason);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent done when done.cause() instanceof SSLException broken ->
                close(new ProtocolException(StableCode.PROTOCOL_ERROR, "TLS handshake: " + words(broken)));
            case SslCloseCompletionEvent _ -> ctx.close(); // there is no more to come, and no way to say more
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    /** The text of one that is no TLS quotes what came, and a token may stand in that. */
    private static String words(SSLException broken) {
        return broken instanceof NotSslRecordException ? "found no record of TLS" : String.valueOf(broken.getMessage());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            closeReason = "the connection broke";
            ctx.close();
            return;
        }
        LOG.error("RTMP session failed", cause);
        close(new ProtocolException(StableCode.INTERNAL, "the relay failed, see its log"));
    }

    /** Ends the session with a reason that its peer is told. On the channel's loop. */
    void close(ProtocolException reason) {
        if (session != null) {
            session.part(reason);
        }
    }
}

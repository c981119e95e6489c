package dev.sluice.rtmp.link;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

/** A decoder whose session may leave bytes unread until it wants them. */
public abstract class ResumableDecoder extends ByteToMessageDecoder {
    /** Decodes soon what is left of earlier reads. */
    protected final void resume(ChannelHandlerContext ctx) {
        ctx.executor().execute(() -> {
            if (!ctx.isRemoved()) {
                readAgain(ctx);
            }
        });
    }

    private void readAgain(ChannelHandlerContext ctx) {
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            exceptionCaught(ctx, e);
        }
    }

    @Override
    public abstract void exceptionCaught(ChannelHandlerContext ctx, Throwable cause);
}

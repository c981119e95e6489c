package dev.sluice.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A session's view of its channel: bytes out, one deadline, and the way to close. On the channel's loop. */
final class Connection {
    private final Channel channel;
    private final Runnable resume;
    private final String peer;
    private @Nullable Future<?> deadline;
    private boolean wanted = true;

    /** @param resume gives bytes that were left unread once more */
    Connection(Channel channel, Runnable resume) {
        this.channel = channel;
        this.resume = resume;
        this.peer = PeerAddress.of(channel);
    }

    String peer() {
        return peer;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /** Sends, and takes the buffer. */
    void write(ByteBuf bytes) {
        if (bytes.isReadable()) {
            channel.writeAndFlush(bytes, channel.voidPromise());
        } else {
            bytes.release();
        }
    }

    void onLoop(Runnable action) {
        if (loop().inEventLoop()) {
            action.run();
        } else {
            loop().execute(action);
        }
    }

    /** Sets the one deadline anew. */
    void deadline(Duration after, Runnable action) {
        noDeadline();
        deadline = loop().schedule(action, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    void noDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /**
     * Whether the session wants to read. A peer that does not read our answers is not read either, whatever it wants.
     */
    void reading(boolean wants) {
        wanted = wants;
        channel.config().setAutoRead(wanted && channel.isWritable());
    }

    void onWritabilityChanged() {
        reading(wanted);
    }

    void resume() {
        resume.run();
    }

    /**
     * Shuts the output behind what was written; the input is to be read and thrown away until the peer closes or the
     * time is over. Closing at once, with input unread, would reset the connection and take the last words from the
     * peer.
     */
    void finish(Duration linger) {
        deadline(linger, this::close);
        wanted = true;
        channel.config().setAutoRead(true);
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(_ -> shutdownOutput());
    }

    private void shutdownOutput() {
        var tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    void close() {
        noDeadline();
        channel.close();
    }
}

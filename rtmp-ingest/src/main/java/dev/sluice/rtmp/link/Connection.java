package dev.sluice.rtmp.link;

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
public final class Connection {
    private final Channel channel;
    private final Runnable resume;
    private final String peer;
    private @Nullable Future<?> deadline;
    private boolean wanted = true;

    /** @param resume gives bytes that were left unread once more */
    public Connection(Channel channel, Runnable resume) {
        this.channel = channel;
        this.resume = resume;
        this.peer = PeerAddress.of(channel);
    }

    public String peer() {
        return peer;
    }

    public EventLoop loop() {
        return channel.eventLoop();
    }

    public ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /** Sends, and takes the buffer. */
    public void write(ByteBuf bytes) {
        if (bytes.isReadable()) {
            channel.writeAndFlush(bytes, channel.voidPromise());
        } else {
            bytes.release();
        }
    }

    public void onLoop(Runnable action) {
        if (loop().inEventLoop()) {
            action.run();
        } else {
            loop().execute(action);
        }
    }

    /** Sets the one deadline anew. */
    public void deadline(Duration after, Runnable action) {
        noDeadline();
        deadline = loop().schedule(action, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    public void noDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /**
     * Whether the session wants to read. A peer that does not read our answers is not read either, whatever it wants.
     */
    public void reading(boolean wants) {
        wanted = wants;
        channel.config().setAutoRead(wanted && channel.isWritable());
    }

    public void onWritabilityChanged() {
        reading(wanted);
    }

    public void resume() {
        resume.run();
    }

    /**
     * Shuts the output behind what was written; the input is to be read and thrown away until the peer closes or the
     * time is over. Closing at once, with input unread, would reset the connection and take the last words from the
     * peer.
     */
    public void finish(Duration linger) {
        deadline(linger, this::close);
        wanted = true;
        channel.config().setAutoRead(true);
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(_ -> shutdownOutput());
    }

    /** TLS says goodbye first: its own end alone leaves the peer's socket open. */
    private void shutdownOutput() {
        var tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound().addListener(_ -> shutdownSocket());
        } else {
            shutdownSocket();
        }
    }

    private void shutdownSocket() {
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    public void close() {
        noDeadline();
        channel.close();
    }
}

package dev.sluice.runtime;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The media event loops of the process: every ingest connection, track and WebRTC session lives on one of them. Netty's
 * native epoll transport where the machine has it, NIO elsewhere.
 */
public final class EventLoops implements AutoCloseable {
    private final EventLoopGroup group;
    private final boolean epoll;
    private final List<EventLoop> all;

    private EventLoops(int threads, boolean epoll) {
        IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("media", true), factory);
        this.epoll = epoll;
        var loops = new ArrayList<EventLoop>(threads);
        for (int i = 0; i < threads; i++) {
            loops.add(group.next());
        }
        this.all = List.copyOf(loops);
    }

    /** @param threads number of loops, at least 1 */
    public static EventLoops create(int threads) {
        return new EventLoops(threads, Epoll.isAvailable());
    }

    /** NIO even where epoll exists: for tests of the fallback. */
    public static EventLoops createNio(int threads) {
        return new EventLoops(threads, false);
    }

    public EventLoopGroup group() {
        return group;
    }

    public EventLoop next() {
        return group.next();
    }

    /** Every loop, in a fixed order. */
    public List<EventLoop> all() {
        return all;
    }

    /** Whether the native transport serves these loops (sendmmsg, UDP GSO, SO_REUSEPORT). */
    public boolean epoll() {
        return epoll;
    }

    public Class<? extends ServerSocketChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    public Class<? extends SocketChannel> socketChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    public Class<? extends DatagramChannel> datagramChannel() {
        return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }

    /** Ends the loops; waits until they have ended. */
    @Override
    public void close() {
        Future<?> ended = group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        ended.awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}

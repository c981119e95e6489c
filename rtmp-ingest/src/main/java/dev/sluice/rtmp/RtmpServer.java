package dev.sluice.rtmp;

import dev.sluice.ingest.Admission;
import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.rtmp.link.PeerAddress;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;
import org.slf4j.LoggerFactory;

/**
 * Takes RTMP pushes into rooms. Bound once per port, with TLS (RTMPS) or without; connections are spread over the media
 * loops. Safe from any thread but a media loop, for binding and closing wait.
 */
public final class RtmpServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final String ANY_V6 = "::";
    private static final String ANY_V4 = "0.0.0.0";

    private final EventLoops loops;
    private final RtmpContext context;
    private final ConnectionGate gate;
    private final RareLog wrongPort;
    private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile int plainPort;
    private volatile int tlsPort;

    public RtmpServer(EventLoops loops, Admission admission, RtmpLimits limits, Clock clock, MeterRegistry metrics) {
        this(loops, (request, session) -> admission.publish(request, session).thenApply(FrameSink::of), limits, clock,
                metrics);
    }

    RtmpServer(EventLoops loops, Door door, RtmpLimits limits, Clock clock, MeterRegistry metrics) {
        this.loops = loops;
        this.gate = new ConnectionGate(limits);
        this.wrongPort = new RareLog(LoggerFactory.getLogger(RtmpServer.class), clock);
        this.context = new RtmpContext(door, limits, clock, new RtmpMetrics(metrics, gate),
                new RareLog(LoggerFactory.getLogger(RtmpServer.class), clock));
    }

    /**
     * Listens.
     *
     * @param host {@code ::} is every address, and 0.0.0.0 where there is no IPv6
     * @param port 0 for any that is free
     * @param certificates present: this port speaks RTMPS
     * @return the port
     */
    public int bind(String host, int port, Optional<X509KeyManager> certificates) throws IOException {
        var tls = certificates.isPresent() ? Optional.of(tls(certificates.get())) : Optional.<SslContext>empty();
        var bound = listen(host, port, tls);
        if (!bound.isSuccess() && host.equals(ANY_V6)) {
            bound = listen(ANY_V4, port, tls);
        }
        if (!bound.isSuccess()) {
            throw new IOException("RTMP can't listen on " + host + " port " + port, bound.cause());
        }
        listening.add(bound.channel());
        int taken = ((InetSocketAddress) bound.channel().localAddress()).getPort();
        if (tls.isPresent()) {
            tlsPort = taken;
        } else {
            plainPort = taken;
        }
        return taken;
    }

    private static SslContext tls(X509KeyManager certificates) throws IOException {
        return SslContextBuilder.forServer(certificates).sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2")
                .build();
    }

    private ChannelFuture listen(String host, int port, Optional<SslContext> tls) {
        return new ServerBootstrap().group(loops.group()).channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true).childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel, tls);
                    }
                }).bind(host, port).awaitUninterruptibly();
    }

    private void accept(Channel channel, Optional<SslContext> tls) {
        var slot = gate.enter(PeerAddress.host(channel));
        if (slot == null) {
            context.metrics().refused(StableCode.LIMIT_EXCEEDED);
            context.strangers().info("dropped", PeerAddress.of(channel), "LIMIT_EXCEEDED: handshakesHalfOpen");
            channel.close();
            return;
        }
        channel.pipeline().addLast(
                new FirstByte(context.metrics(), wrongPort, tls.isPresent(), () -> otherPort(tls.isPresent())));
        tls.ifPresent(ssl -> channel.pipeline().addLast(tls(ssl, channel)));
        channel.pipeline().addLast(new RtmpHandler(context, slot));
        channel.closeFuture().addListener(_ -> slot.leave());
        open.add(channel);
    }

    /** Signing, and reading a new certificate, takes a while: not on the loop, where others wait for their frames. */
    private SslHandler tls(SslContext tls, Channel channel) {
        var handler = tls.newHandler(channel.alloc(), Thread::startVirtualThread);
        handler.setHandshakeTimeoutMillis(context.limits().handshakeTime().toMillis());
        return handler;
    }

    private String otherPort(boolean tls) {
        if (tls) {
            return plainPort == 0 ? "there is none" : "rtmp:// goes to port " + plainPort;
        }
        return tlsPort == 0 ? "there is none, see rtmp.tls" : "rtmps:// goes to port " + tlsPort;
    }

    /**
     * Stops listening, tells every publisher that the relay goes down, and waits until they are gone. One that can be asked
     * to connect anew (Enhanced RTMP) has the linger time for it, the others are ended at once.
     */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        var reason = new ProtocolException(StableCode.DRAINING, "the relay is shutting down");
        for (var channel : open) {
            channel.eventLoop().execute(() -> refuse(channel, reason));
        }
        open.newCloseFuture().awaitUninterruptibly(context.limits().lingerTime().toMillis() + 500,
                TimeUnit.MILLISECONDS);
        open.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    private static void refuse(Channel channel, ProtocolException reason) {
        var handler = channel.pipeline().get(RtmpHandler.class);
        if (handler != null) {
            handler.close(reason);
        }
    }
}

package dev.sluice.rtmp.client;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLException;

/**
 * Plays and publishes RTMP and RTMPS streams of other servers. It resolves and checks nothing: the caller names the
 * address, which may be one that it has checked, and the URL's host stands only in tcUrl, SNI and the certificate that
 * must be its own. Redirects are reported, not followed. Safe from any thread; listeners are called on the loop given.
 */
public final class RtmpClient {
    private static final String VERIFY_HOST = "HTTPS";

    private final EventLoops loops;
    private final ClientContext context;
    private final SslContext tls;

    /** @param tls of a client; whom it trusts. The host name is verified whatever it says */
    public RtmpClient(EventLoops loops, ClientLimits limits, Clock clock, SslContext tls) {
        this.loops = loops;
        this.context = new ClientContext(limits, clock);
        this.tls = tls;
    }

    /** Trusts whom the Java platform trusts. */
    public static RtmpClient of(EventLoops loops, ClientLimits limits, Clock clock) {
        try {
            return new RtmpClient(loops, limits, clock, SslContextBuilder.forClient().build());
        } catch (SSLException e) {
            throw new IllegalStateException(e); // every Java platform has TLS
        }
    }

    /** @param loop one of this client's loops, on which everything happens */
    public Playing play(RtmpUrl url, InetSocketAddress address, EventLoop loop, PlayListener listener) {
        var dial = dial(url, address, loop, new PlayRole(listener));
        dial.start();
        return new PlayDial(dial);
    }

    /** @param loop one of this client's loops, on which everything happens */
    public Publishing publish(RtmpUrl url, InetSocketAddress address, EventLoop loop, PublishListener listener) {
        var role = new PublishRole(listener);
        var dial = dial(url, address, loop, role);
        dial.start();
        return new PublishDial(dial, role);
    }

    private Dial dial(RtmpUrl url, InetSocketAddress address, EventLoop loop, Role role) {
        return new Dial(context, url, role, loop, handler -> connect(url, address, loop, handler));
    }

    private ChannelFuture connect(RtmpUrl url, InetSocketAddress address, EventLoop loop, ClientHandler handler) {
        var limits = context.limits();
        return new Bootstrap().group(loop).channel(loops.socketChannel()).disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connectTime().toMillis())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(limits.writeQueueBytes() / 2, limits.writeQueueBytes()))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (url.tls()) {
                            channel.pipeline().addLast(tlsHandler(channel, url));
                        }
                        channel.pipeline().addLast(handler);
                    }
                }).connect(address);
    }

    private SslHandler tlsHandler(Channel channel, RtmpUrl url) {
        var handler = tls.newHandler(channel.alloc(), url.host(), url.port());
        var parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(VERIFY_HOST);
        handler.engine().setSSLParameters(parameters);
        handler.setHandshakeTimeoutMillis(0); // the session's deadline covers it
        return handler;
    }
}

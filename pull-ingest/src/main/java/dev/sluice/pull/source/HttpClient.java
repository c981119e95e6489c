package dev.sluice.pull.source;

import dev.sluice.pull.guard.SourceUrl;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Begins GETs at addresses that were checked. The URL's host stands only in Host, SNI and the certificate. */
record HttpClient(EventLoops loops, Clock clock, SourceLimits limits, SslContext tls) {
    private static final int MAX_STATUS_LINE = 4096;
    private static final int MAX_CHUNK = 64 << 10;
    /** What the system may hold of a source that is held back; enough for 20 Mbit/s from afar. */
    private static final int RECEIVE_BYTES = 512 << 10;
    private static final String VERIFY_HOST = "HTTPS";

    HttpAttempt open(SourceUrl url, InetSocketAddress address, EventLoop loop, Media media, Attempt.Outcome outcome) {
        var attempt = new HttpAttempt(request(url), limits, clock, media, outcome);
        return attempt.on(new Bootstrap().group(loop).channel(loops.socketChannel()).disableResolver()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connectTime().toMillis())
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BYTES).handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (url.scheme().tls()) {
                            channel.pipeline().addLast(tlsHandler(channel, url));
                        }
                        channel.pipeline().addLast(
                                new HttpClientCodec(MAX_STATUS_LINE, limits.headerBytes(), MAX_CHUNK), attempt);
                    }
                }).connect(address));
    }

    static HttpRequest request(SourceUrl url) {
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, url.requestTarget());
        request.headers().set(HttpHeaderNames.HOST, url.authority()).set(HttpHeaderNames.USER_AGENT, "Sluice")
                .set(HttpHeaderNames.ACCEPT, "*/*")
                .set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        url.userinfo().ifPresent(login -> request.headers().set(HttpHeaderNames.AUTHORIZATION, basic(login)));
        return request;
    }

    /** RFC 7617 2. */
    private static String basic(String login) {
        // + is a plus in userinfo, and a blank only in forms
        var decoded = URLDecoder.decode(login.replace("+", "%2B"), StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(
                (decoded.contains(":") ? decoded : decoded + ":").getBytes(StandardCharsets.UTF_8));
    }

    private SslHandler tlsHandler(Channel channel, SourceUrl url) {
        var handler = tls.newHandler(channel.alloc(), url.host().text().replaceAll("[\\[\\]]", ""), url.port());
        var parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(VERIFY_HOST);
        handler.engine().setSSLParameters(parameters);
        handler.setHandshakeTimeoutMillis(0); // the attempt's watch covers it
        return handler;
    }
}

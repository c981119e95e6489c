package dev.sluice.pull.testkit;

import dev.sluice.runtime.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers a path's request as it was told to, byte by byte. On a free port of the loopback. */
public final class HttpServer implements AutoCloseable {
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Channel channel;
    /** Heads of requests, a line each, as they came. */
    public final List<List<String>> requests = new CopyOnWriteArrayList<>();

    /** What goes back. */
    public interface Answer {
        void to(Channel client, String target);
    }

    public HttpServer(EventLoops loops, Optional<SslContext> tls) {
        channel = new ServerBootstrap().group(loops.group()).channel(loops.serverChannel())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        tls.ifPresent(context -> client.pipeline().addLast(context.newHandler(client.alloc())));
                        client.pipeline().addLast(new LineBasedFrameDecoder(8192), new StringDecoder(), new Head());
                    }
                }).bind("127.0.0.1", 0).syncUninterruptibly().channel();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** @param path all that begins with it */
    public HttpServer answer(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** A head and a body, then the end of the connection. */
    public HttpServer answer(String path, String head, ByteBuf body) {
        return answer(path, (client, _) -> {
            client.write(head(head));
            client.writeAndFlush(body.copy()).addListener(ChannelFutureListener.CLOSE);
        });
    }

    /** Lines are separated by bars. */
    public static ByteBuf head(String lines) {
        return Unpooled.copiedBuffer("HTTP/1.1 " + lines.replace("|", "\r\n") + "\r\n\r\n", StandardCharsets.UTF_8);
    }

    private final class Head extends SimpleChannelInboundHandler<String> {
        private final List<String> lines = new ArrayList<>();

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, String line) {
            if (!line.isEmpty()) {
                lines.add(line);
                return;
            }
            requests.add(List.copyOf(lines));
            var target = lines.getFirst().split(" ", -1)[1];
            answers.entrySet().stream().filter(answer -> target.startsWith(answer.getKey())).map(Map.Entry::getValue)
                    .findAny().orElse((client, _) -> client.writeAndFlush(head("404 Not Found|Content-Length: 0")))
                    .to(ctx.channel(), target);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close(); // a client that closes early
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }
}

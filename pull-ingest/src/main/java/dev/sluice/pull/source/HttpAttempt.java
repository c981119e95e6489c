package dev.sluice.pull.source;

import dev.sluice.pull.flv.FlvReader;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.StableCode;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One GET of an FLV stream: request, answer, body. The content type is not believed: the first bytes say what it is. */
final class HttpAttempt extends SimpleChannelInboundHandler<HttpObject> implements Attempt, FlvFeed.Valve {
    private static final Logger LOG = LoggerFactory.getLogger(HttpAttempt.class);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    /** Those that lead a GET on to one place. */
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpRequest request;
    private final SourceLimits limits;
    private final Clock clock;
    private final Media media;
    private final Outcome outcome;
    private @Nullable ChannelFuture connecting;
    private @Nullable ChannelHandlerContext context;
    private @Nullable StallWatch watch;
    private @Nullable FlvFeed feed;
    private boolean knownLength;
    private boolean over;

    HttpAttempt(HttpRequest request, SourceLimits limits, Clock clock, Media media, Outcome outcome) {
        this.request = request;
        this.limits = limits;
        this.clock = clock;
        this.media = media;
        this.outcome = outcome;
    }

    /** The connection that this handler will be on. */
    HttpAttempt on(ChannelFuture connection) {
        connecting = connection;
        connection.addListener(done -> {
            if (!done.isSuccess() && !over) {
                close();
                outcome.onUnreachable(Broken.of(StableCode.SOURCE_UNREACHABLE,
                        "no connection to " + request.headers().get(HttpHeaderNames.HOST)));
            }
        });
        return this;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        watch = watch(ctx, "answer", limits.answerTime());
        ctx.writeAndFlush(request, ctx.voidPromise());
    }

    private StallWatch watch(ChannelHandlerContext ctx, String of, Duration time) {
        var started = new StallWatch(ctx.channel().eventLoop(), clock, time, () -> end(Broken.stalled(of, time)));
        started.start();
        return started;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (over) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            onMalformed(message.decoderResult().cause());
            return;
        }
        if (message instanceof HttpResponse response) {
            onAnswer(ctx, response);
        }
        if (message instanceof HttpContent content && feed != null) {
            onBody(feed, content);
        }
    }

    private void onMalformed(Throwable cause) {
        if (!(cause instanceof PrematureChannelClosureException)) { // channelInactive comes behind that
            end(Broken.of(StableCode.SOURCE_FORMAT, "HTTP answer: found none, or headers of more than "
                    + limits.headerBytes() + " bytes, expected one"));
        }
    }

    private void onAnswer(ChannelHandlerContext ctx, HttpResponse response) {
        var status = response.status();
        var location = response.headers().get(HttpHeaderNames.LOCATION);
        if (status.code() == OK) {
            begin(ctx, response);
        } else if (REDIRECTS.contains(status.code()) && location != null) {
            close();
            outcome.onMoved(location);
        } else if (status.codeClass() != HttpStatusClass.INFORMATIONAL || status.code() == SWITCHING_PROTOCOLS) {
            end(Broken.http(status.code(), "HTTP status: found " + status.code() + ", expected " + OK));
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpResponse response) {
        knownLength = HttpUtil.isContentLengthSet(response) && !HttpUtil.isTransferEncodingChunked(response);
        if (watch != null) {
            watch.stop();
        }
        watch = watch(ctx, "media", limits.stallTime());
        feed = new FlvFeed(ctx.channel().eventLoop(), clock, new FlvReader(limits.tagBytes(), ctx.alloc()),
                new Pace(!knownLength), media, this, this::end);
    }

    private void onBody(FlvFeed body, HttpContent content) {
        body.offer(content.content().retain());
        if (content instanceof LastHttpContent) {
            body.end(knownLength ? new SourceEnd.Ended() : Broken.closed());
        }
    }

    @Override
    public void reading(boolean wanted) {
        if (context != null && context.channel().config().isAutoRead() != wanted) {
            context.channel().config().setAutoRead(wanted);
            if (watch != null) {
                watch.pause(!wanted);
            }
        }
    }

    @Override
    public void onMedia() {
        if (watch != null) {
            watch.touch();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (feed != null) {
            feed.end(Broken.closed());
        } else {
            end(Broken.unanswered());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        switch (reason) {
            case SSLException _ -> end(Broken.of(StableCode.SOURCE_UNREACHABLE,
                    "TLS: found no certificate that can be trusted for this host, or no TLS, expected one"));
            case IOException _ -> ctx.close();
            default -> {
                LOG.error("HTTP source failed", cause);
                end(Broken.of(StableCode.INTERNAL, "the relay failed, see its log"));
            }
        }
    }

    private void end(SourceEnd reason) {
        if (!over) {
            close();
            outcome.onEnd(reason);
        }
    }

    @Override
    public void close() {
        over = true;
        if (watch != null) {
            watch.stop();
        }
        if (feed != null) {
            feed.close();
        }
        if (context != null) {
            context.close();
        } else if (connecting != null) {
            connecting.cancel(false);
            connecting.channel().close();
        }
    }
}

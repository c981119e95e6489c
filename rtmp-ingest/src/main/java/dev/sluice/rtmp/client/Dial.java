package dev.sluice.rtmp.client;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One play or publish, over as many connections as its login needs, one after the other. On its loop, except for
 * {@link #start}, {@link #withSession} and {@link #close}.
 */
final class Dial {
    private final ClientContext context;
    private final RtmpUrl url;
    private final Role role;
    private final EventLoop loop;
    private final Function<ClientHandler, ChannelFuture> connector;
    private final Authentication authentication;
    private @Nullable ChannelFuture connecting;
    private @Nullable ClientSession session;
    private boolean ended;

    /** @param connector begins a connection to the server that its handler will hear of */
    Dial(ClientContext context, RtmpUrl url, Role role, EventLoop loop,
            Function<ClientHandler, ChannelFuture> connector) {
        this.context = context;
        this.url = url;
        this.role = role;
        this.loop = loop;
        this.connector = connector;
        this.authentication = new Authentication(url.login(), url.app(), ThreadLocalRandom.current());
    }

    RtmpUrl url() {
        return url;
    }

    Role role() {
        return role;
    }

    /** What the next connect puts behind application and tcUrl. */
    String login() {
        return authentication.query();
    }

    /** Whether a refusal of connect was a step of the login, and the next is {@link #again}. */
    boolean goesOn(String description) {
        return authentication.goesOn(description);
    }

    void start() {
        onLoop(this::again);
    }

    void again() {
        if (ended) {
            return;
        }
        session = null;
        connecting = connector.apply(new ClientHandler(context, this));
        connecting.addListener((ChannelFuture done) -> {
            if (!done.isSuccess()) {
                end(unreachable(done.cause()));
            }
        });
    }

    private static ClientEnd unreachable(Throwable cause) {
        return cause instanceof ConnectTimeoutException
                ? new ClientEnd.TimedOut(ClientEnd.Step.CONNECT)
                : new ClientEnd.Unreachable(Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
    }

    void connected(ClientSession connected) {
        session = connected;
    }

    /** Once; what comes later is an echo. */
    void end(ClientEnd end) {
        if (!ended) {
            ended = true;
            role.onEnd(end);
        }
    }

    void withSession(Consumer<ClientSession> action) {
        onLoop(() -> {
            if (session != null) {
                action.accept(session);
            }
        });
    }

    void close() {
        onLoop(() -> {
            if (session != null) {
                session.close();
            }
            end(new ClientEnd.Closed());
            if (session == null && connecting != null) {
                connecting.cancel(false);
                connecting.channel().close();
            }
        });
    }

    private void onLoop(Runnable action) {
        if (loop.inEventLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }
}

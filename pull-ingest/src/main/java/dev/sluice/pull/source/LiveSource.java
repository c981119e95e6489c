package dev.sluice.pull.source;

import dev.sluice.pull.guard.Guard;
import dev.sluice.pull.guard.SourceUrl;
import dev.sluice.pull.guard.Verdict;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One source over all its hops, each of which is judged before anything connects. On its loop. */
final class LiveSource implements Source {
    private final Guard guard;
    private final SourceLimits limits;
    private final EventLoop loop;
    private final Attempts attempts;
    private final Consumer<SourceEnd> ended;
    private int redirects;
    private @Nullable Attempt attempt;
    private @Nullable Future<?> lookup;
    private boolean over;

    /** Begins a connection to an address that was checked. */
    interface Attempts {
        Attempt begin(SourceUrl url, InetSocketAddress address, Attempt.Outcome outcome);
    }

    LiveSource(Guard guard, SourceLimits limits, EventLoop loop, Attempts attempts, Consumer<SourceEnd> ended) {
        this.guard = guard;
        this.limits = limits;
        this.loop = loop;
        this.attempts = attempts;
        this.ended = ended;
    }

    /** Soon, so that whoever opens it holds it before it ends. */
    void start(String url) {
        loop.execute(() -> hop(() -> SourceUrl.parse(url)));
    }

    private interface Next {
        /** @throws ProtocolException SOURCE_REFUSED */
        SourceUrl url();
    }

    private void hop(Next next) {
        if (over) {
            return;
        }
        try {
            judge(next.url());
        } catch (ProtocolException refused) {
            end(Broken.of(refused));
        }
    }

    private void judge(SourceUrl url) {
        Duration time = limits.lookupTime();
        var unknown = new Verdict.Unknown(
                "no address of host " + url.host().text() + " within " + time.toSeconds() + " s");
        var timeout = loop.schedule(() -> on(url, unknown), time.toNanos(), TimeUnit.NANOSECONDS);
        lookup = timeout;
        guard.judge(url, verdict -> loop.execute(() -> {
            if (timeout.cancel(false)) {
                on(url, verdict);
            }
        }));
    }

    private void on(SourceUrl url, Verdict verdict) {
        if (over) {
            return;
        }
        switch (verdict) {
            case Verdict.Admitted(List<InetAddress> addresses) -> tryNext(url, addresses.iterator());
            case Verdict.Refused(var reason) -> end(Broken.of(StableCode.SOURCE_REFUSED, reason));
            case Verdict.Unknown(var reason) -> end(Broken.of(StableCode.SOURCE_UNREACHABLE, reason));
        }
    }

    private void tryNext(SourceUrl url, Iterator<InetAddress> addresses) {
        if (over) {
            return;
        }
        try {
            attempt = attempts.begin(url, new InetSocketAddress(addresses.next(), url.port()), new Attempt.Outcome() {
                @Override
                public void onUnreachable(SourceEnd reason) {
                    if (over || !addresses.hasNext()) {
                        end(reason);
                    } else {
                        loop.execute(() -> tryNext(url, addresses)); // behind the assignment of this attempt
                    }
                }

                @Override
                public void onMoved(String location) {
                    moved(url, location);
                }

                @Override
                public void onEnd(SourceEnd reason) {
                    end(reason);
                }
            });
        } catch (ProtocolException malformed) {
            end(Broken.of(StableCode.SOURCE_REFUSED, String.valueOf(malformed.getMessage())));
        }
    }

    private void moved(SourceUrl from, String location) {
        if (redirects++ == limits.redirects()) {
            end(Broken.of(StableCode.SOURCE_REFUSED,
                    "redirects: found one more, expected at most " + limits.redirects()));
        } else {
            hop(() -> from.redirected(location));
        }
    }

    private void end(SourceEnd reason) {
        if (!over) {
            close();
            ended.accept(reason);
        }
    }

    @Override
    public void close() {
        over = true;
        if (lookup != null) {
            lookup.cancel(false);
        }
        if (attempt != null) {
            attempt.close();
        }
    }
}

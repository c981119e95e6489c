package dev.sluice.pull.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Judges the addresses of a URL's host. A name is resolved once, and one bad address condemns it: names that mix them are made
 * to be resolved until the bad one comes first. Safe from any thread.
 */
public final class Guard implements AutoCloseable {
    /** Lookups at once. They hold a thread of the system's each, which a virtual thread's carrier must not be. */
    private static final int THREADS = 8;
    private static final int WAITING = 1000;
    /** To be tried, one after the other; all are judged. */
    private static final int MAX_ADDRESSES = 4;
    private static final long IDLE_SECONDS = 10;

    private final AddressRules rules;
    private final Resolver resolver;
    private final ExecutorService lookups;

    public Guard(AddressRules rules, Resolver resolver) {
        this.rules = rules;
        this.resolver = resolver;
        var pool = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING), Thread.ofPlatform().name("lookup-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        this.lookups = pool;
    }

    /** @param answer called once, on a thread of the guard's or the caller's; soon, or when the resolver gives up */
    public void judge(SourceUrl url, Consumer<Verdict> answer) {
        var address = url.host().address();
        if (address.isPresent()) {
            answer.accept(verdict(List.of(address.get())));
            return;
        }
        try {
            lookups.execute(() -> answer.accept(resolved(url.host().text())));
        } catch (RejectedExecutionException _) {
            answer.accept(new Verdict.Unknown("host " + url.host().text() + ": too many lookups are waiting"));
        }
    }

    private Verdict resolved(String name) {
        try {
            return verdict(resolver.resolve(name));
        } catch (UnknownHostException _) {
            return new Verdict.Unknown("host " + name + ": found no address of it, expected at least one");
        }
    }

    private Verdict verdict(List<InetAddress> addresses) {
        return addresses.stream().map(rules::objection).flatMap(Optional::stream).findFirst()
                .<Verdict>map(kind -> new Verdict.Refused("URL host: found " + kind
                        + ", expected a public one or one that pull.allowAddresses covers"))
                .orElseGet(() -> new Verdict.Admitted(addresses.stream().limit(MAX_ADDRESSES).toList()));
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}

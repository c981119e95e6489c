package dev.sluice.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process in order: on SIGTERM, SIGINT or {@code System.exit} the parts are closed, and the process leaves with
 * 0, where Java alone would leave with 143. What does not end in time is left behind.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final long BOUND_SECONDS = 9;

    private final Runnable close;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);

    /** @param close closes everything and waits for it */
    Shutdown(Runnable close) {
        this.close = close;
    }

    void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "shutdown"));
    }

    private void leave() {
        if (begun.get()) {
            return;
        }
        LOG.info("shutting down");
        run();
        LOG.info("ended");
        Runtime.getRuntime().halt(0);
    }

    /** Closes everything, once, within the bound; the process goes on. */
    void run() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        Thread.ofPlatform().daemon().name("closing").start(() -> {
            close.run();
            over.countDown();
        });
        try {
            if (!over.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("not everything ended within {} s", BOUND_SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Blocks for as long as the process serves. */
    void await() throws InterruptedException {
        over.await();
    }
}

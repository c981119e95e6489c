package dev.sluice.webhook;

import dev.sluice.event.CallbackEvent;
import dev.sluice.event.EventGroup;
import dev.sluice.event.Outbox;
import dev.sluice.event.StoreException;
import dev.sluice.event.StoredEvent;
import dev.sluice.runtime.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the outbox into queues and has the first of each sent when it is due. Of one thread, which may block. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int PAGE = 500;

    private final Outbox outbox;
    private final Receivers receivers;
    private final Sender sender;
    private final Clock clock;
    private final Executor thread;
    private final WebhookMeters meters;
    private final Notes notes;
    private final Map<String, DeliveryQueue> queues = new HashMap<>();
    private final Map<String, Server> servers = new HashMap<>();
    /** Those whose first waits to be tried. */
    private final PriorityQueue<DeliveryQueue> waiting = new PriorityQueue<>(
            Comparator.comparingLong(DeliveryQueue::dueNanos));
    private long readSequence;
    private int underWay;

    /** @param thread runs what is given to it on this object's thread */
    Dispatcher(Outbox outbox, Receivers receivers, Sender sender, Clock clock, WebhookMeters meters, Executor thread) {
        this.outbox = outbox;
        this.receivers = receivers;
        this.sender = sender;
        this.clock = clock;
        this.meters = meters;
        this.thread = thread;
        this.notes = new Notes(outbox);
    }

    /** Reads what is new. @throws StoreException when the database does not answer */
    void read() {
        List<StoredEvent> page;
        do {
            page = outbox.pending(readSequence, PAGE);
            page.forEach(this::add);
        } while (page.size() == PAGE);
    }

    private void add(StoredEvent stored) {
        readSequence = stored.sequence();
        meters.pending(1);
        var queue = queues.computeIfAbsent(stored.event().queue(), DeliveryQueue::new);
        boolean idle = queue.empty();
        queue.add(stored, clock.nanos());
        if (idle) {
            waiting.add(queue);
        }
    }

    /** Has everything sent that is due. */
    void dispatch() {
        long now = clock.nanos();
        for (var queue = waiting.peek(); queue != null && queue.dueNanos() <= now; queue = waiting.peek()) {
            waiting.remove();
            start(queue);
        }
    }

    /** When the next is due; {@link Long#MAX_VALUE}: nothing waits. */
    long dueNanos() {
        var next = waiting.peek();
        return next == null ? Long.MAX_VALUE : next.dueNanos();
    }

    /** Whether nothing is under way and everything is noted. */
    boolean quiet() {
        return underWay == 0 && notes.empty();
    }

    private void start(DeliveryQueue queue) {
        var first = queue.first();
        if (first == null) {
            return;
        }
        var event = first.event();
        var receiver = receivers.find(event.sdkAppId(), EventGroup.of(event.group()));
        if (receiver.isEmpty()) {
            bury(event, queue.attempts(), "the application is configured to hear of no such event");
            queue.settle(clock.nanos());
            next(queue);
            return;
        }
        var server = servers.computeIfAbsent(receiver.get().server(), _ -> new Server());
        if (server.take(queue)) {
            send(queue, event, receiver.get(), server);
        }
    }

    private void send(DeliveryQueue queue, CallbackEvent event, Receiver receiver, Server server) {
        underWay++;
        long nowMillis = clock.wallMillis();
        int attempt = queue.begin(clock.nanos(), nowMillis);
        sender.send(receiver, Letter.of(event, attempt, receiver.key(), nowMillis))
                .whenComplete((answer, failure) -> thread.execute(
                        () -> answered(queue, event, receiver, server,
                                answer == null ? Answer.none(String.valueOf(failure)) : answer)));
    }

    private void answered(DeliveryQueue queue, CallbackEvent event, Receiver receiver, Server server, Answer answer) {
        underWay--;
        note(queue, event, receiver, answer);
        next(queue);
        resume(server.release());
    }

    private void resume(@Nullable DeliveryQueue queue) {
        if (queue != null) {
            start(queue);
        }
    }

    private void note(DeliveryQueue queue, CallbackEvent event, Receiver receiver, Answer answer) {
        var id = event.id();
        int attempts = queue.attempts();
        long nowNanos = clock.nanos();
        if (answer.delivered()) {
            long at = clock.wallMillis();
            queue.settle(nowNanos);
            notes.note(id, box -> box.delivered(id, attempts, at));
            meters.delivered();
        } else if (queue.retry(nowNanos)) {
            long first = queue.firstMillis();
            notes.note(id, box -> box.failed(id, attempts, first, answer.why()));
            meters.failed();
        } else {
            LOG.warn("webhook {} of {} is given up after {} attempts: {} at {}", id, event.queue(), attempts,
                    answer.why(), receiver);
            bury(event, attempts, answer.why());
        }
    }

    private void bury(CallbackEvent event, int attempts, String why) {
        long at = clock.wallMillis();
        notes.note(event.id(), box -> box.dead(event.id(), attempts, at, why));
        meters.dead();
    }

    private void next(DeliveryQueue queue) {
        if (queue.empty()) {
            queues.remove(queue.key());
        } else {
            waiting.add(queue);
        }
    }

    /** Writes down what was delivered and what not. @throws StoreException when the database does not answer */
    void write() {
        notes.write();
    }
}

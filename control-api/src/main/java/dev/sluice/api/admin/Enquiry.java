package dev.sluice.api.admin;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the event stream tells of and has to ask for, because a database knows it: one question at a time, and told only
 * where the answer is another than before. While there is none, the last one stands. On the stream's context.
 */
final class Enquiry {
    private static final Buffer NOTHING = Buffer.buffer();

    private final String name;
    private final Supplier<? extends CompletionStage<?>> question;
    private final Context context;
    private Buffer latest = NOTHING;
    private boolean asking;

    /** @param name of the event */
    Enquiry(String name, Supplier<? extends CompletionStage<?>> question, Context context) {
        this.name = name;
        this.question = question;
        this.context = context;
    }

    /** The event as it was told last; empty before. */
    Buffer latest() {
        return latest;
    }

    void ask(Consumer<Buffer> onChange) {
        if (asking) {
            return;
        }
        asking = true;
        question.get().whenComplete((view, failure) -> context.runOnContext(_ -> {
            asking = false;
            if (failure == null) {
                heard(EventStream.event(name, view), onChange);
            }
        }));
    }

    private void heard(Buffer now, Consumer<Buffer> onChange) {
        if (!now.equals(latest)) {
            latest = now;
            onChange.accept(now);
        }
    }

    /** Nobody listens any more. */
    void forget() {
        latest = NOTHING;
    }
}

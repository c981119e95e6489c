package dev.sluice.pull;

import dev.sluice.health.Warning;
import dev.sluice.ingest.Admission;
import dev.sluice.ingest.Identity;
import dev.sluice.ingest.IngestSession;
import dev.sluice.ingest.Publication;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.IngestTask;
import io.netty.channel.EventLoop;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task's place in its room, from the claim until it leaves; sources come and go meanwhile. Lives on the task's loop, except
 * for {@link #close}.
 */
final class Anchor implements IngestSession {
    private static final Logger LOG = LoggerFactory.getLogger(Anchor.class);

    private final String id = UUID.randomUUID().toString();
    private final EventLoop loop;
    private final String taskId;
    private final Identity identity;
    private final Clock clock;
    private final BiConsumer<Anchor, ProtocolException> parted;
    private final CompletableFuture<Publication> place = new CompletableFuture<>();
    private long startedNanos;
    private boolean left;

    /** @param parted hears on the loop that the room has parted with it */
    Anchor(IngestTask task, EventLoop loop, Clock clock, BiConsumer<Anchor, ProtocolException> parted) {
        this.loop = loop;
        this.taskId = task.id();
        this.identity = new Identity(task.room(), task.userId());
        this.clock = clock;
        this.parted = parted;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void close(ProtocolException reason) {
        loop.execute(() -> parted.accept(this, reason));
    }

    void enter(Admission admission, String shownUrl) {
        admission.pull(identity, shownUrl, this).whenComplete((publication, failure) -> loop.execute(() -> {
            if (failure == null) {
                granted(publication, shownUrl);
            } else {
                refused(failure, shownUrl);
            }
        }));
    }

    private void granted(Publication publication, String shownUrl) {
        startedNanos = clock.nanos();
        LOG.info("publish room={} user={} protocol=PULL source={} session={} task={}", identity.room(),
                identity.userId(), shownUrl, id, taskId);
        place.complete(publication);
    }

    private void refused(Throwable failure, String shownUrl) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ProtocolException reason) {
            LOG.info("publish refused room={} user={} protocol=PULL source={} task={} code={} reason=\"{}\"",
                    identity.room(), identity.userId(), shownUrl, taskId, reason.code(), reason.getMessage());
            place.completeExceptionally(reason);
        } else {
            LOG.error("a task could not enter its room", cause);
            place.completeExceptionally(
                    new ProtocolException(StableCode.INTERNAL, "the relay failed, see its log"));
        }
    }

    /** Completes on the loop, or fails with a ProtocolException. */
    CompletableFuture<Publication> place() {
        return place;
    }

    /** The source pauses. */
    void rest() {
        place.thenAccept(Publication::rest);
    }

    /** Also where the place is not given yet: it goes as soon as it comes. Idempotent. */
    void leave(StableCode code, String reason, String shownUrl, long frames) {
        if (left) {
            return;
        }
        left = true;
        place.thenAccept(publication -> {
            publication.end(code, reason, true);
            LOG.info(
                    "publish ended room={} user={} protocol=PULL source={} session={} task={} code={} reason=\"{}\""
                            + " frames={} seconds={} warnings={}",
                    identity.room(), identity.userId(), shownUrl, id, taskId, code, reason, frames,
                    TimeUnit.NANOSECONDS.toSeconds(clock.nanos() - startedNanos),
                    Warning.brief(publication.warnings()));
        });
    }

    /** Completes once everything was told that this place has caused in the room so far; on the room's loop. */
    CompletionStage<Void> behindEvents() {
        var told = new CompletableFuture<Void>();
        place.whenComplete((publication, refused) -> {
            if (refused == null) {
                publication.behindEvents(() -> told.complete(null));
            } else {
                told.complete(null);
            }
        });
        return told;
    }
}

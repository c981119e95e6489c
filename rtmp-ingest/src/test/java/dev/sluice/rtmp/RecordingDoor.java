package dev.sluice.rtmp;

import dev.sluice.ingest.IngestSession;
import dev.sluice.ingest.PublishRequest;
import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.rtmp.testkit.RecordingSink;
import dev.sluice.runtime.ProtocolException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps the last request; answers when it is told to, or at once. */
final class RecordingDoor implements Door {
    final RecordingSink sink;
    private final boolean atOnce;
    private CompletableFuture<FrameSink> answer = new CompletableFuture<>();
    @Nullable
    PublishRequest request;
    @Nullable
    IngestSession session;

    RecordingDoor(boolean atOnce) {
        this(atOnce, new RecordingSink());
    }

    RecordingDoor(boolean atOnce, RecordingSink sink) {
        this.atOnce = atOnce;
        this.sink = sink;
    }

    @Override
    public CompletionStage<FrameSink> publish(PublishRequest wanted, IngestSession by) {
        request = wanted;
        session = by;
        answer = atOnce ? CompletableFuture.completedFuture(sink) : new CompletableFuture<>();
        return answer;
    }

    void grant() {
        answer.complete(sink);
    }

    void refuse(ProtocolException reason) {
        answer.completeExceptionally(reason);
    }
}

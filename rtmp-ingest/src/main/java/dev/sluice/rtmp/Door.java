package dev.sluice.rtmp;

import dev.sluice.ingest.IngestSession;
import dev.sluice.ingest.PublishRequest;
import dev.sluice.rtmp.frame.FrameSink;
import java.util.concurrent.CompletionStage;

/** Where a publish is asked for; in the product {@link dev.sluice.ingest.Admission}. */
@FunctionalInterface
interface Door {
    /** Completes on any thread; refused with a {@link dev.sluice.runtime.ProtocolException}. */
    CompletionStage<FrameSink> publish(PublishRequest request, IngestSession session);
}

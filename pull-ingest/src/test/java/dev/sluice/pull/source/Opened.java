package dev.sluice.pull.source;

import dev.sluice.pull.testkit.CountingSink;
import dev.sluice.runtime.EventLoops;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A source that a test opened, and what came of it. */
record Opened(Source source, CountingSink sink, CompletableFuture<SourceEnd> end) {
    static Opened by(Sources sources, String url, EventLoops loops) {
        var sink = new CountingSink();
        var end = new CompletableFuture<SourceEnd>();
        return new Opened(sources.open(url, loops.next(), sink, end::complete), sink, end);
    }

    /** Waits for a picture; the end comes out instead if it comes first. */
    String played() throws Exception {
        CompletableFuture.anyOf(sink.playing, end).get(10, TimeUnit.SECONDS);
        return sink.playing.isDone() ? "plays" : ended();
    }

    String ended() throws Exception {
        return switch (end.get(20, TimeUnit.SECONDS)) {
            case SourceEnd.Ended() -> "ended";
            case SourceEnd.Broken(var code, var reason) -> code + " " + reason;
        };
    }
}

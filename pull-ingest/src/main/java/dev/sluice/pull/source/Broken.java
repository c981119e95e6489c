package dev.sluice.pull.source;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.time.Duration;

/** The ways in which sources break. */
final class Broken {
    private Broken() {}

    static SourceEnd of(StableCode code, String reason) {
        return new SourceEnd.Broken(code.name(), reason);
    }

    /** What a source sent is its format, whatever our readers call it. */
    static SourceEnd of(ProtocolException refusal) {
        var code = refusal.code() == StableCode.PROTOCOL_ERROR ? StableCode.SOURCE_FORMAT : refusal.code();
        return of(code, String.valueOf(refusal.getMessage()));
    }

    static SourceEnd http(int status, String reason) {
        return new SourceEnd.Broken(StableCode.SOURCE_HTTP + "_" + status, reason);
    }

    static SourceEnd stalled(String without, Duration time) {
        return of(StableCode.SOURCE_STALLED, "no " + without + " for " + time.toSeconds() + " s");
    }

    /** Before it said anything. */
    static SourceEnd unanswered() {
        return of(StableCode.SOURCE_UNREACHABLE, "the source closed the connection without an answer");
    }

    /** Without a word, or the right one. */
    static SourceEnd closed() {
        return of(StableCode.PEER_CLOSED, "the source closed the connection before an end that it had announced");
    }
}

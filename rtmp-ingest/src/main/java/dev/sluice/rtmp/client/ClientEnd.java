package dev.sluice.rtmp.client;

import dev.sluice.runtime.ProtocolException;

/** How a play or publish ended. Texts are fit to be shown. */
public sealed interface ClientEnd {
    /** The server said that the stream is over, by a status or by user control: nothing more will come. */
    record Ended(String code) implements ClientEnd {}

    /** We closed it. */
    record Closed() implements ClientEnd {}

    /** Any other end: another try may go on with the same stream. */
    sealed interface Break extends ClientEnd {}

    /**
     * The server refused the connection or the stream, or threw us out.
     *
     * @param code as NetStream.Play.StreamNotFound
     * @param redirect where the server sends us instead; empty if nowhere. Not fit to be shown, and checked by nobody
     */
    record Refused(String code, String description, String redirect) implements Break {
        @Override
        public String toString() {
            return "Refused[" + code + ": " + description + "]";
        }
    }

    /** No connection. */
    record Unreachable(String reason) implements Break {}

    /** No connection that can be trusted: TLS failed, or the certificate is not the host's. */
    record Untrusted(String reason) implements Break {}

    /** The connection closed or broke without a word. */
    record Lost() implements Break {}

    /** Something took too long. */
    record TimedOut(Step step) implements Break {}

    /** What the server sent is not RTMP, or too much of it. */
    record Violated(ProtocolException reason) implements Break {}

    /** What may take too long. */
    enum Step {
        CONNECT, HANDSHAKE, ANSWER, IDLE
    }
}

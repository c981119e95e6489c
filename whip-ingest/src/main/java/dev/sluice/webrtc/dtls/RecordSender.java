package dev.sluice.webrtc.dtls;

/** Where DTLS records leave; called by the handshake's thread and by the event loop. */
@FunctionalInterface
public interface RecordSender {
    /** Sends one datagram; the array is the caller's again when this returns. */
    void send(byte[] record, int offset, int length);
}

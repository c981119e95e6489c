package dev.sluice.webrtc.rtp.receive;

/** Where a receiver's frames go. */
@FunctionalInterface
public interface FrameSink {
    /** @param frame its payload is taken */
    void write(ReceivedFrame frame);
}

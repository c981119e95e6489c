package dev.sluice.transcode;

import io.netty.buffer.ByteBuf;

/**
 * Cuts sound at 48 kHz into the encoder's frames and stamps the packets. A packet's time stamp is that of the sound it
 * decodes to, which is the encoder's lookahead earlier than the sound that went in. One thread.
 */
final class OpusFramer {
    private final OpusEncoder encoder;
    private final AacToOpus.Sink sink;
    private final Pcm pending;
    private final int frameSize;
    private long start;
    private int filled;
    private long packets;
    private long failures;

    OpusFramer(OpusEncoder encoder, int channels, AacToOpus.Sink sink) {
        this.encoder = encoder;
        this.sink = sink;
        this.frameSize = encoder.frameSize();
        this.pending = new Pcm(channels);
        pending.size(frameSize, OpusSettings.CLOCK_RATE);
    }

    /** Time of the next sample that is written, on the source's timeline. */
    long position() {
        return start + filled;
    }

    /** The next sample stands at {@code position}. Only between frames: after {@link #flush()} or {@link #discard()}. */
    void restart(long position) {
        start = position;
    }

    void write(Pcm sound) {
        int channels = pending.channels();
        for (int done = 0; done < sound.length();) {
            int length = Math.min(frameSize - filled, sound.length() - done);
            System.arraycopy(sound.samples(), done * channels, pending.samples(), filled * channels, length * channels);
            filled += length;
            done += length;
            if (filled == frameSize) {
                emit();
            }
        }
    }

    /** Sends what has been begun, ended with silence. */
    void flush() {
        if (filled > 0) {
            int last = (filled - 1) * pending.channels();
            pending.hush(filled, pending.samples()[last], pending.samples()[last + pending.channels() - 1]);
            emit();
        }
    }

    /** Forgets what is not a whole frame. */
    void discard() {
        filled = 0;
    }

    private void emit() {
        long pts = start - encoder.lookahead();
        start += frameSize;
        filled = 0;
        ByteBuf packet = encoder.encode(pending);
        if (packet == null) {
            failures++;
            return;
        }
        packets++;
        sink.onOpus(pts, frameSize, packet);
    }

    long packets() {
        return packets;
    }

    long failures() {
        return failures;
    }
}

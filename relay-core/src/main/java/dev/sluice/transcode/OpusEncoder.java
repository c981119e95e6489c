package dev.sluice.transcode;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Encodes one stream of sound at 48 kHz. One thread at a time; holds native memory until closed. */
public interface OpusEncoder extends AutoCloseable {
    /** Samples per channel in each packet. */
    int frameSize();

    /** By how many samples the sound that a packet decodes to lags behind the frame it was made from. */
    int lookahead();

    /**
     * @param frame exactly {@link #frameSize()} samples
     * @return one packet, owned by the caller; null if the encoder refused
     */
    @Nullable
    ByteBuf encode(Pcm frame);

    /** Frees it; further calls do nothing. */
    @Override
    void close();
}

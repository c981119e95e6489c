package dev.sluice.transcode;

import io.netty.buffer.ByteBuf;

/** Decodes one stream of audio frames. One thread at a time; holds native memory until closed. */
public interface AudioDecoder extends AutoCloseable {
    /**
     * @param frame one encoded frame, borrowed, its indices left alone; any bytes at all
     * @param out the sound, when the frame could be decoded; untouched otherwise
     * @return whether the frame could be decoded
     */
    boolean decode(ByteBuf frame, Pcm out);

    /** Forgets the frame before: what comes next does not follow it, so nothing of it may be mixed in. */
    void reset();

    /** By how much the sound last decoded lags behind its frame's time stamp, in samples of 48 kHz. */
    int delay();

    /** Frees it; further calls do nothing. */
    @Override
    void close();
}

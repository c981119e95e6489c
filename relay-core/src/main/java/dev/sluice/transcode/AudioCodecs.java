package dev.sluice.transcode;

import dev.sluice.media.AacConfig;

/**
 * Where the codecs of a rendition come from. Everything it opens holds native memory until it is closed. Any thread.
 */
public interface AudioCodecs {
    /**
     * @param channels what the decoded sound is mixed to, 1 or 2
     * @throws dev.sluice.runtime.ProtocolException {@code CODEC_UNSUPPORTED} for a configuration that cannot be decoded
     */
    AudioDecoder aacDecoder(AacConfig config, int channels);

    /** @param inputRate samples a second that come in; 48,000 go out */
    Resampler resampler(int inputRate, int channels);

    /** @param channels 1 or 2 */
    OpusEncoder opusEncoder(OpusSettings settings, int channels);
}

package dev.sluice.media;

import io.netty.buffer.ByteBuf;

/**
 * An AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1) and what it says.
 *
 * @param objectType audio object type of the core: 2 is AAC-LC
 * @param sampleRate of the core decoder, Hz
 * @param channels of the core decoder, 1..8
 * @param outputSampleRate what comes out: twice {@code sampleRate} with signalled SBR (HE-AAC)
 * @param asc the configuration as it came
 */
public record AacConfig(int objectType, int sampleRate, int channels, int outputSampleRate,
        Bytes asc) implements AudioConfig {
    /**
     * Reads the readable bytes of a borrowed buffer.
     *
     * @throws dev.sluice.runtime.ProtocolException PROTOCOL_ERROR when it is malformed, CODEC_UNSUPPORTED when it names
     *         an object type or a channel layout that is not carried
     */
    public static AacConfig parse(ByteBuf asc) {
        return new AudioSpecificConfigReader(asc).read();
    }

    @Override
    public Codec codec() {
        return Codec.AAC;
    }
}

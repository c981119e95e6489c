package dev.sluice.media;

import dev.sluice.media.h264.BitReader;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.Set;

/**
 * Reads one AudioSpecificConfig, ISO/IEC 14496-3 1.6.2.1:
 *
 * <pre>
 * audioObjectType            5, or 31 and 6 more
 * samplingFrequencyIndex     4, or 15 and 24 bits of Hz
 * channelConfiguration       4
 * [5 SBR, 29 PS: hierarchical signalling: output frequency, then the object type of the core]
 * GASpecificConfig or ELDSpecificConfig, by object type
 * [epConfig                  2, error resilient object types]
 * [0x2b7: backward-compatible signalling of SBR: object type 5, flag, output frequency]
 * </pre>
 */
final class AudioSpecificConfigReader {
    /** A bound on what is kept: real ones have 2 to 7 bytes, a program config element makes it some dozen. */
    private static final int MAX_BYTES = 256;
    private static final int AAC_LC = 2;
    private static final int SBR = 5;
    private static final int ER_AAC_LC = 17;
    private static final int ER_AAC_LD = 23;
    private static final int PS = 29;
    private static final int ER_AAC_ELD = 39;
    private static final int ESCAPE = 31;
    /** AAC Main, AAC LC, AAC LTP and their error resilient kin. */
    private static final Set<Integer> CARRIED = Set.of(1, AAC_LC, 4, ER_AAC_LC, ER_AAC_LD, ER_AAC_ELD);
    private static final int SYNC_EXTENSION_SBR = 0x2b7;
    private static final int SYNC_EXTENSION_BITS = 11;
    private static final int EXPLICIT_FREQUENCY = 15;
    private static final int[] FREQUENCIES = {96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000,
            12_000, 11_025, 8_000, 7_350};
    /** By channelConfiguration, table 1.19; 0 where it is reserved or a program config element counts. */
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 0, 8, 0};

    private final ByteBuf asc;
    private final BitReader bits;

    AudioSpecificConfigReader(ByteBuf asc) {
        this.asc = asc;
        if (asc.readableBytes() > MAX_BYTES) {
            throw malformed("length", asc.readableBytes() + " bytes", "at most " + MAX_BYTES);
        }
        this.bits = BitReader.plain(asc, asc.readerIndex(), asc.readableBytes());
    }

    AacConfig read() {
        int objectType = objectType();
        int sampleRate = frequency();
        int channelConfiguration = (int) bits.bits(4);
        int outputRate = sampleRate;
        boolean hierarchical = objectType == SBR || objectType == PS;
        if (hierarchical) {
            outputRate = frequency();
            objectType = objectType();
        }
        whole();
        int channels = channels(channelConfiguration);
        coreConfig(objectType);
        if (!hierarchical) {
            outputRate = backwardCompatibleRate(sampleRate);
        }
        return new AacConfig(objectType, sampleRate, channels, outputRate, Bytes.copyOf(asc));
    }

    private int objectType() {
        int type = (int) bits.bits(5);
        return type == ESCAPE ? 32 + (int) bits.bits(6) : type;
    }

    private int frequency() {
        int index = (int) bits.bits(4);
        int frequency = index == EXPLICIT_FREQUENCY
                ? (int) bits.bits(24)
                : index < FREQUENCIES.length ? FREQUENCIES[index] : 0;
        whole();
        if (frequency < FREQUENCIES[FREQUENCIES.length - 1] || frequency > FREQUENCIES[0]) {
            throw malformed("sampling frequency", index == EXPLICIT_FREQUENCY ? frequency : "reserved index " + index,
                    "7350..96000 Hz");
        }
        return frequency;
    }

    private static int channels(int configuration) {
        if (configuration == 0) {
            throw new ProtocolException(StableCode.CODEC_UNSUPPORTED,
                    "AAC channels: found a program config element (channelConfiguration 0),"
                            + " expected a standard layout such as mono or stereo");
        }
        if (CHANNELS[configuration] == 0) {
            throw ProtocolException.found(StableCode.CODEC_UNSUPPORTED, "AAC channelConfiguration", configuration,
                    "1..7, 11, 12 or 14");
        }
        return CHANNELS[configuration];
    }

    private void coreConfig(int objectType) {
        if (!CARRIED.contains(objectType)) {
            throw ProtocolException.found(StableCode.CODEC_UNSUPPORTED, "AAC audio object type", objectType,
                    "AAC-LC (2), also with SBR or PS, or 1, 4, 17, 23, 39");
        }
        if (objectType == ER_AAC_ELD) {
            eldSpecificConfig();
        } else {
            gaSpecificConfig(objectType);
        }
        if (objectType >= ER_AAC_LC && bits.bits(2) > 1) {
            throw ProtocolException.found(StableCode.CODEC_UNSUPPORTED, "AAC epConfig", "error protection", "none");
        }
        whole();
    }

    /** Table 4.1, for object types without layers. */
    private void gaSpecificConfig(int objectType) {
        bits.skip(1); // frameLengthFlag
        if (bits.flag()) { // dependsOnCoreCoder
            bits.skip(14);
        }
        if (bits.flag()) { // extensionFlag
            bits.skip(objectType >= ER_AAC_LC ? 3 : 0); // the three resilience flags
            bits.skip(1); // extensionFlag3
        }
    }

    /** Table 4.180, as far as the SBR flag. */
    private void eldSpecificConfig() {
        bits.skip(4); // frameLengthFlag and the three resilience flags
        if (bits.flag()) { // ldSbrPresentFlag
            throw ProtocolException.found(StableCode.CODEC_UNSUPPORTED, "AAC-ELD", "low delay SBR", "none");
        }
        int extension = (int) bits.bits(4);
        if (extension != 0) { // ELDEXT_TERM
            throw ProtocolException.found(StableCode.CODEC_UNSUPPORTED, "AAC-ELD extension", extension, "none");
        }
    }

    /** 1.6.6.2: after the core's configuration, and silently nothing where the bytes say nothing. */
    private int backwardCompatibleRate(int sampleRate) {
        boolean signalled = bits.left() >= 16 && bits.bits(SYNC_EXTENSION_BITS) == SYNC_EXTENSION_SBR
                && objectType() == SBR && bits.flag();
        return signalled ? frequency() : sampleRate;
    }

    private void whole() {
        if (!bits.ok()) {
            throw malformed("length", asc.readableBytes() + " bytes that end too early", "a whole AudioSpecificConfig");
        }
    }

    private static ProtocolException malformed(String field, Object found, String expected) {
        return ProtocolException.found(StableCode.PROTOCOL_ERROR, "AudioSpecificConfig " + field, found, expected);
    }
}

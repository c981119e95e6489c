package dev.sluice.rtmp.flv;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;

/**
 * The sequence header of AV1, AV1 Codec ISO Media File Format Binding 2.3.3:
 *
 * <pre>
 *  | marker 1 = 1, version 7 = 1 | profile 3, level 5 | tier, depth, chroma 8 | presentation delay 8 | configOBUs |
 * </pre>
 *
 * @param configObus view of the record, borrowed: a sequence header OBU and perhaps metadata, or nothing
 */
public record Av1CodecConfigurationRecord(ByteBuf configObus) {
    private static final int MARKER_AND_VERSION = 0x81;

    /**
     * Reads the readable bytes, borrowed.
     *
     * @throws ProtocolException PROTOCOL_ERROR
     */
    public static Av1CodecConfigurationRecord parse(ByteBuf record) {
        var in = new Fields("AV1 codec configuration record", record);
        int first = in.octet();
        if (first != MARKER_AND_VERSION) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "AV1 configuration marker and version", first,
                    MARKER_AND_VERSION);
        }
        in.skip(3); // the sequence header says the same and is believed
        return new Av1CodecConfigurationRecord(in.rest());
    }
}

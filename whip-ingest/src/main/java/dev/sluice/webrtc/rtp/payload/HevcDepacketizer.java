package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Bytes;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.hevc.NalType;
import dev.sluice.media.hevc.ParameterSets;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HEVC in a single stream without decoding order numbers (RFC 7798): single NAL units, AP, FU. PACI is malformed: nobody
 * sends it unasked. VPS, SPS and PPS go into the configuration; access unit delimiters, filler and all layers above the
 * base are left out, SEI stays.
 */
public final class HevcDepacketizer extends NalDepacketizer<HevcConfig> {
    private static final int LAYER_ID_SHIFT = 3;
    private static final int LAYER_ID = 0x3f;
    private static final int TEMPORAL_ID_PLUS_1 = 7;

    private final ParameterSets sets = new ParameterSets();

    public HevcDepacketizer() {
        super(NalFormat.HEVC);
    }

    /**
     * @param parameterSets that came ahead of the stream: sprop-vps, sprop-sps, sprop-pps (RFC 7798 7.1)
     * @throws dev.sluice.runtime.ProtocolException PROTOCOL_ERROR when one is malformed
     */
    public HevcDepacketizer(List<Bytes> parameterSets) {
        this();
        parameterSets.forEach(sets::add);
    }

    @Override
    NalUse use(int header) {
        int type = NalFormat.HEVC.type(header);
        if ((header & TEMPORAL_ID_PLUS_1) == 0 || type >= NalType.FIRST_UNSPECIFIED) {
            return NalUse.MALFORMED;
        }
        return (header >> LAYER_ID_SHIFT & LAYER_ID) == 0 ? ofBaseLayer(type) : NalUse.DROPPED;
    }

    private static NalUse ofBaseLayer(int type) {
        return switch (type) {
            case NalType.VPS, NalType.SPS, NalType.PPS -> NalUse.PARAMETER_SET;
            case NalType.ACCESS_UNIT_DELIMITER, NalType.FILLER -> NalUse.DROPPED;
            default -> NalType.isIrap(type) ? NalUse.KEY_SLICE : NalType.isSlice(type) ? NalUse.SLICE : NalUse.KEPT;
        };
    }

    @Override
    void addParameterSet(ByteBuf buffer, int index, int length) {
        sets.add(buffer, index, length);
    }

    @Override
    @Nullable
    HevcConfig takeChange() {
        return sets.takeChange();
    }

    /** ITU-T H.265 7.4.2.4.4: an SPS may stand behind a VPS, and so on. */
    @Override
    boolean isFirst(int type) {
        return type == NalType.ACCESS_UNIT_DELIMITER || type == NalType.VPS;
    }
}

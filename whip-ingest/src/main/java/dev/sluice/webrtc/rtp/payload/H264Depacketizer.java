package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Bytes;
import dev.sluice.media.H264Config;
import dev.sluice.media.h264.NalType;
import dev.sluice.media.h264.ParameterSets;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * H.264 in packetization-mode 0 or 1 (RFC 6184): single NAL units, STAP-A, FU-A. What belongs to mode 2 is malformed.
 * SPS and PPS go into the configuration; access unit delimiters, filler and SPS extensions are left out, SEI stays.
 */
public final class H264Depacketizer extends NalDepacketizer<H264Config> {
    /** NAL units end here; STAP-B, MTAPs and FU-B, 25 to 29, belong to mode 2, and 30 and 31 to nothing. */
    private static final int LAST_NAL_TYPE = 23;

    private final ParameterSets sets = new ParameterSets();

    public H264Depacketizer() {
        super(NalFormat.H264);
    }

    /**
     * @param parameterSets that came ahead of the stream, such as sprop-parameter-sets (RFC 6184 8.1)
     * @throws dev.sluice.runtime.ProtocolException PROTOCOL_ERROR when one is malformed
     */
    public H264Depacketizer(List<Bytes> parameterSets) {
        this();
        parameterSets.forEach(sets::add);
    }

    @Override
    NalUse use(int header) {
        int type = NalType.of(header);
        return switch (type) {
            case NalType.IDR -> NalUse.KEY_SLICE;
            case NalType.SLICE, NalType.PARTITION_A -> NalUse.SLICE;
            case NalType.SPS, NalType.PPS -> NalUse.PARAMETER_SET;
            case NalType.ACCESS_UNIT_DELIMITER, NalType.FILLER, NalType.SPS_EXTENSION -> NalUse.DROPPED;
            default -> type == 0 || type > LAST_NAL_TYPE ? NalUse.MALFORMED : NalUse.KEPT;
        };
    }

    @Override
    void addParameterSet(ByteBuf buffer, int index, int length) {
        sets.add(buffer, index, length);
    }

    @Override
    @Nullable
    H264Config takeChange() {
        return sets.takeChange();
    }

    /** ITU-T H.264 7.4.1.2.3: a PPS or an SEI may stand behind an SPS, a slice behind all of them. */
    @Override
    boolean isFirst(int type) {
        return type == NalType.ACCESS_UNIT_DELIMITER || type == NalType.SPS;
    }
}

package dev.sluice.rtmp.frame;

import dev.sluice.media.HevcConfig;
import dev.sluice.media.hevc.NalType;
import dev.sluice.media.hevc.ParameterSets;
import dev.sluice.rtmp.flv.HevcDecoderConfigurationRecord;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** HEVC: a key frame is an IRAP picture; layers above the base are left out. */
final class HevcFrameReader extends NalFrameReader {
    private static final int HEADER_BYTES = 2;
    private static final int LAYER_ID = 0x01f8;

    private ParameterSets sets = new ParameterSets();
    private @Nullable HevcConfig config;

    @Override
    public void sequenceHeader(ByteBuf record) {
        var hevc = HevcDecoderConfigurationRecord.parse(record);
        lengthSize(hevc.lengthSize());
        if (!hevc.sets().isEmpty()) {
            sets = new ParameterSets();
            hevc.sets().forEach(sets::add);
        }
    }

    /** Types from 48 on are nobody's: Dolby Vision has its metadata there. */
    @Override
    NalUse use(ByteBuf nalUnits, int index, int length) {
        int type = NalType.of(nalUnits.getByte(index));
        if (length < HEADER_BYTES || (nalUnits.getShort(index) & LAYER_ID) != 0 || type >= NalType.FIRST_UNSPECIFIED) {
            return NalUse.DROPPED;
        }
        return switch (type) {
            case NalType.VPS, NalType.SPS, NalType.PPS -> NalUse.PARAMETER_SET;
            case NalType.ACCESS_UNIT_DELIMITER, NalType.FILLER -> NalUse.DROPPED;
            default -> NalType.isIrap(type) ? NalUse.KEY_SLICE : NalType.isSlice(type) ? NalUse.SLICE : NalUse.KEPT;
        };
    }

    @Override
    void addParameterSet(ByteBuf nalUnits, int index, int length) {
        sets.add(nalUnits, index, length);
    }

    @Override
    public @Nullable HevcConfig config() {
        var changed = sets.takeChange();
        if (changed != null) {
            config = changed;
        }
        return config;
    }
}

package dev.sluice.rtmp.frame;

import dev.sluice.media.H264Config;
import dev.sluice.media.h264.NalType;
import dev.sluice.media.h264.ParameterSets;
import dev.sluice.rtmp.flv.AvcDecoderConfigurationRecord;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** H.264: a key frame is an IDR picture. */
final class H264FrameReader extends NalFrameReader {
    private final ParameterSets sets = new ParameterSets();
    private @Nullable H264Config config;

    @Override
    public void sequenceHeader(ByteBuf record) {
        var avc = AvcDecoderConfigurationRecord.parse(record);
        lengthSize(avc.lengthSize());
        sets.replace(avc.sps(), avc.pps());
    }

    @Override
    NalUse use(ByteBuf nalUnits, int index, int length) {
        int type = NalType.of(nalUnits.getByte(index));
        return switch (type) {
            case NalType.SPS, NalType.PPS -> NalUse.PARAMETER_SET;
            case NalType.ACCESS_UNIT_DELIMITER, NalType.FILLER -> NalUse.DROPPED;
            case NalType.IDR -> NalUse.KEY_SLICE;
            default -> NalType.hasSliceHeader(type) ? NalUse.SLICE : NalUse.KEPT;
        };
    }

    @Override
    void addParameterSet(ByteBuf nalUnits, int index, int length) {
        sets.add(nalUnits, index, length);
    }

    @Override
    public @Nullable H264Config config() {
        var changed = sets.takeChange();
        if (changed != null) {
            config = changed;
        }
        return config;
    }
}

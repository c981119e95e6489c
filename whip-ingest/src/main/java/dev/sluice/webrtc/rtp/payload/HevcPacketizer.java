package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Bytes;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.HevcConfig;
import java.util.ArrayList;

/** HEVC without decoding order numbers (RFC 7798): single NAL units, FUs, and the parameter sets in an AP. */
public final class HevcPacketizer extends NalPacketizer {
    /** RFC 7798 4.4.2: layer and temporal id are the lowest of the units'; parameter sets lie in layer 0, at id 0. */
    private static final int LOWEST_LAYERS = 1;
    private static final Bytes AP_HEADER = header(
            NalFormat.HEVC.withType(LOWEST_LAYERS, NalFormat.HEVC.aggregation()));

    public HevcPacketizer() {
        super(NalFormat.HEVC);
    }

    @Override
    AggregatedSets parameterSets(CodecConfig current) {
        if (!(current instanceof HevcConfig config)) {
            return AggregatedSets.NONE;
        }
        var all = new ArrayList<>(config.vps());
        all.addAll(config.sps());
        all.addAll(config.pps());
        return AggregatedSets.of(all, AP_HEADER);
    }

    private static Bytes header(int header) {
        return Bytes.of((byte) (header >> 8), (byte) header);
    }
}

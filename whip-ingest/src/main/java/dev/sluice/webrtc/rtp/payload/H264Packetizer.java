package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Bytes;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.H264Config;
import java.util.ArrayList;
import java.util.List;

/** H.264 in packetization-mode 1 (RFC 6184): single NAL units, FU-As, and the parameter sets in a STAP-A. */
public final class H264Packetizer extends NalPacketizer {
    /** forbidden_zero_bit. */
    private static final int F = 0x80;
    /** nal_ref_idc. */
    private static final int NRI = 0x60;

    public H264Packetizer() {
        super(NalFormat.H264);
    }

    @Override
    AggregatedSets parameterSets(CodecConfig current) {
        if (!(current instanceof H264Config config)) {
            return AggregatedSets.NONE;
        }
        var all = new ArrayList<>(config.sps());
        all.addAll(config.pps());
        return AggregatedSets.of(all, stapHeader(all));
    }

    /** RFC 6184 5.7: F is the OR, NRI the maximum of the units'. */
    private static Bytes stapHeader(List<Bytes> nals) {
        int forbidden = nals.stream().mapToInt(nal -> nal.at(0) & F).max().orElse(0);
        int importance = nals.stream().mapToInt(nal -> nal.at(0) & NRI).max().orElse(0);
        return Bytes.of((byte) (forbidden | importance | NalFormat.H264.aggregation()));
    }
}

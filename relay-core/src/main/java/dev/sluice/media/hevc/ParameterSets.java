package dev.sluice.media.hevc;

import dev.sluice.media.Bytes;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.h264.BitReader;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The HEVC parameter sets in force, by their ids, whether they came ahead of the stream (an offer) or between the
 * slices. One per video stream, on its session's loop.
 */
public final class ParameterSets {
    static final int MAX_SPS_ID = 15;
    private static final int MAX_BYTES = 4096;
    private static final int MAX_PPS_ID = 63;
    private static final int HEADER_BYTES = 2;

    private final Map<Integer, Bytes> vps = new TreeMap<>();
    private final Map<Integer, Bytes> sps = new TreeMap<>();
    private final Map<Integer, Bytes> pps = new TreeMap<>();
    private boolean changed;

    /**
     * One more set: takes the place of the one with its id.
     *
     * @throws ProtocolException PROTOCOL_ERROR when it is malformed, and then nothing has changed
     */
    public void add(Bytes set) {
        add(set.buffer(), 0, set.length());
    }

    /** The same for a set found in band, borrowed. */
    public void add(ByteBuf buffer, int index, int length) {
        if (length <= HEADER_BYTES || length > MAX_BYTES) {
            throw malformed("bytes of a parameter set", length, HEADER_BYTES + 1 + ".." + MAX_BYTES);
        }
        var set = Bytes.copyOf(buffer, index, length);
        switch (NalType.of(set.at(0))) {
            case NalType.VPS -> put(vps, set.at(HEADER_BYTES) >> 4, set);
            case NalType.SPS -> addSps(set);
            case NalType.PPS -> put(pps, ppsId(buffer, index, length), set);
            default -> throw malformed("NAL unit type of a parameter set", NalType.of(set.at(0)), "32, 33 or 34");
        }
    }

    /** The configuration, if it has changed since the last call and is complete. */
    public @Nullable HevcConfig takeChange() {
        if (!changed || vps.isEmpty() || sps.isEmpty() || pps.isEmpty()) {
            return null;
        }
        changed = false;
        return HevcConfig.of(List.copyOf(vps.values()), List.copyOf(sps.values()), List.copyOf(pps.values()));
    }

    /** The id stands behind the profile, so a known set is looked for before it is read anew. */
    private void addSps(Bytes set) {
        if (!sps.containsValue(set)) {
            put(sps, Sps.parse(set.buffer()).id(), set);
        }
    }

    private void put(Map<Integer, Bytes> sets, int id, Bytes set) {
        changed |= !set.equals(sets.put(id, set));
    }

    private static int ppsId(ByteBuf buffer, int index, int length) {
        var bits = BitReader.rbsp(buffer, index + HEADER_BYTES, length - HEADER_BYTES);
        long id = bits.ue();
        if (!bits.ok() || id > MAX_PPS_ID) {
            throw malformed("PPS id", bits.ok() ? id : "none", "0.." + MAX_PPS_ID);
        }
        return (int) id;
    }

    private static ProtocolException malformed(String what, Object found, Object expected) {
        return ProtocolException.found(StableCode.PROTOCOL_ERROR, "HEVC " + what, found, expected);
    }
}

package dev.sluice.media.h264;

import dev.sluice.media.Bytes;
import dev.sluice.media.H264Config;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The H.264 parameter sets in force, by their ids, whether they came ahead of the stream (a sequence header, an offer)
 * or between the slices. One per video stream, on its session's loop.
 */
public final class ParameterSets {
    private static final int MAX_BYTES = 4096;
    /** The standard has one id more, but 31 and 255 sets are what a configuration counts (ISO/IEC 14496-15 5.3.3.1). */
    private static final int MAX_SPS_ID = 30;
    private static final int MAX_PPS_ID = 254;
    /** NAL unit header, profile, constraints and level stand before seq_parameter_set_id (ITU-T H.264 7.3.2.1.1). */
    private static final int SPS_ID_AT = 4;
    private static final int PPS_ID_AT = 1;

    private final Map<Integer, Bytes> sps = new TreeMap<>();
    private final Map<Integer, Bytes> pps = new TreeMap<>();
    private boolean changed;

    /**
     * Replaces everything; without an SPS changes nothing.
     *
     * @throws ProtocolException PROTOCOL_ERROR when one is malformed; those before it are in force
     */
    public void replace(List<Bytes> newSps, List<Bytes> newPps) {
        if (newSps.isEmpty()) {
            return;
        }
        sps.clear();
        pps.clear();
        newSps.forEach(this::add);
        newPps.forEach(this::add);
        changed = true;
    }

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
        if (length == 0 || length > MAX_BYTES) {
            throw malformed("bytes of a parameter set", length, "1.." + MAX_BYTES);
        }
        switch (NalType.of(buffer.getByte(index))) {
            case NalType.SPS -> addSps(buffer, index, length);
            case NalType.PPS -> put(pps, id(buffer, index, length, PPS_ID_AT, MAX_PPS_ID),
                    Bytes.copyOf(buffer, index, length));
            default -> throw malformed("NAL unit type of a parameter set", NalType.of(buffer.getByte(index)), "7 or 8");
        }
    }

    /** The configuration, if it has changed since the last call and is complete. */
    public @Nullable H264Config takeChange() {
        if (!changed || sps.isEmpty() || pps.isEmpty()) {
            return null;
        }
        changed = false;
        return H264Config.of(List.copyOf(sps.values()), List.copyOf(pps.values()));
    }

    /** Only what can be read is let in, so that a configuration can always be made of it. */
    private void addSps(ByteBuf buffer, int index, int length) {
        int id = id(buffer, index, length, SPS_ID_AT, MAX_SPS_ID);
        var set = Bytes.copyOf(buffer, index, length);
        if (!sps.containsValue(set)) {
            Sps.parse(set.buffer());
            put(sps, id, set);
        }
    }

    private void put(Map<Integer, Bytes> sets, int id, Bytes set) {
        changed |= !set.equals(sets.put(id, set));
    }

    private static int id(ByteBuf buffer, int index, int length, int at, int max) {
        var bits = BitReader.rbsp(buffer, index + Math.min(at, length), Math.max(0, length - at));
        long id = bits.ue();
        if (!bits.ok() || id > max) {
            throw malformed("parameter set id", bits.ok() ? id : "none", "0.." + max);
        }
        return (int) id;
    }

    private static ProtocolException malformed(String what, Object found, Object expected) {
        return ProtocolException.found(StableCode.PROTOCOL_ERROR, what, found, expected);
    }
}

package dev.sluice.rtmp.flv;

import dev.sluice.media.Bytes;
import dev.sluice.media.H264Config;
import dev.sluice.media.h264.BitReader;
import dev.sluice.media.h264.NalType;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The H.264 parameter sets in force, by their ids, whether they came in a sequence header or between the slices. One
 * per video stream, on its session's loop.
 */
public final class ParameterSets {
    private static final int MAX_BYTES = 4096;
    private static final int MAX_SPS_ID = 31;
    private static final int MAX_PPS_ID = 255;
    /** NAL unit header, profile, constraints and level stand before seq_parameter_set_id (ITU-T H.264 7.3.2.1.1). */
    private static final int SPS_ID_AT = 4;
    private static final int PPS_ID_AT = 1;

    private final Map<Integer, Bytes> sps = new TreeMap<>();
    private final Map<Integer, Bytes> pps = new TreeMap<>();
    private boolean changed;

    /** A sequence header replaces everything; one without sets changes nothing. */
    public void replace(AvcDecoderConfigurationRecord record) {
        if (record.sps().isEmpty()) {
            return;
        }
        sps.clear();
        pps.clear();
        record.sps().forEach(set -> add(set.buffer()));
        record.pps().forEach(set -> add(set.buffer()));
        changed = true;
    }

    /** A set found in band, borrowed: takes the place of the one with its id. */
    public void add(ByteBuf buffer, int index, int length) {
        if (length > MAX_BYTES) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "bytes of a parameter set", length,
                    "at most " + MAX_BYTES);
        }
        boolean isSps = NalType.of(buffer.getByte(index)) == NalType.SPS;
        int id = isSps
                ? id(buffer, index, length, SPS_ID_AT, MAX_SPS_ID)
                : id(buffer, index, length, PPS_ID_AT, MAX_PPS_ID);
        var set = Bytes.copyOf(buffer, index, length);
        changed |= !set.equals((isSps ? sps : pps).put(id, set));
    }

    private void add(ByteBuf set) {
        if (!set.isReadable()) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "bytes of a parameter set", 0, "1 or more");
        }
        add(set, set.readerIndex(), set.readableBytes());
    }

    /**
     * The configuration, if it has changed since the last call and is complete.
     *
     * @throws ProtocolException PROTOCOL_ERROR
     */
    public @Nullable H264Config takeChange() {
        if (!changed || sps.isEmpty() || pps.isEmpty()) {
            return null;
        }
        changed = false;
        return H264Config.of(new ArrayList<>(sps.values()), new ArrayList<>(pps.values()));
    }

    private static int id(ByteBuf buffer, int index, int length, int at, int max) {
        var bits = BitReader.rbsp(buffer, index + Math.min(at, length), Math.max(0, length - at));
        long id = bits.ue();
        if (!bits.ok() || id > max) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "parameter set id", bits.ok() ? id : "none",
                    "0.." + max);
        }
        return (int) id;
    }
}

package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.VideoConfig;
import dev.sluice.runtime.ProtocolException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What H.264 and HEVC have in common: NAL units that come whole, several in one packet, or in pieces, and parameter
 * sets among them that are lifted out. Where encoders are known to deviate from their RFC it takes what cannot be
 * misunderstood; where a piece of a NAL unit is missing the frame is lost.
 */
abstract sealed class NalDepacketizer<C extends VideoConfig> implements Depacketizer
        permits H264Depacketizer, HevcDepacketizer {
    private static final int NONE = -1;

    private final NalFormat format;
    private final AccessUnit unit;
    private boolean keyFrame;
    private @Nullable C config;

    NalDepacketizer(NalFormat format) {
        this.format = format;
        this.unit = new AccessUnit(this::sort);
    }

    /** What becomes of a NAL unit with this header? */
    abstract NalUse use(int header);

    /** @throws ProtocolException when it is malformed; what was there before stays */
    abstract void addParameterSet(ByteBuf buffer, int index, int length);

    /** The configuration, where parameter sets have changed it since the last call. */
    abstract @Nullable C takeChange();

    /** Whether nothing that a decoder needs stands in a frame before a NAL unit of this type. */
    abstract boolean isFirst(int type);

    @Override
    public boolean startsFrame(ByteBuf packet, int index, int length) {
        return isFirst(firstType(packet, index, length));
    }

    /** The type of the NAL unit that starts in the packet, before any other. */
    private int firstType(ByteBuf packet, int index, int length) {
        if (length < format.fragmentHead()) {
            return NONE;
        }
        int type = format.type(format.header(packet, index));
        int behind = index + format.headerBytes();
        if (type == format.fragment()) {
            int fuHeader = packet.getByte(behind);
            return (fuHeader & NalFormat.START) == 0 ? NONE : format.type(format.withType(0, fuHeader));
        }
        if (type == format.aggregation()) {
            int first = behind + NalFormat.SIZE_BYTES;
            return first + format.headerBytes() > index + length ? NONE : format.type(format.header(packet, first));
        }
        return type;
    }

    @Override
    public boolean add(ByteBuf packet, int index, int length) {
        if (length == 0) {
            return true;
        }
        if (length < format.headerBytes()) {
            return false;
        }
        int header = format.header(packet, index);
        int type = format.type(header);
        if (type == format.fragment()) {
            return fragment(header, packet, index, length);
        }
        if (unit.open()) {
            return false;
        }
        return type == format.aggregation()
                ? aggregation(packet, index + format.headerBytes(), index + length)
                : unit.add(packet, index, length);
    }

    /** RFC 6184 5.7.1, RFC 7798 4.4.2. Sizes of 0 and a byte left over are padding, which some cameras append. */
    private boolean aggregation(ByteBuf packet, int from, int end) {
        boolean ok = true;
        int at = from;
        while (ok && end - at >= NalFormat.SIZE_BYTES) {
            int size = packet.getUnsignedShort(at);
            at += NalFormat.SIZE_BYTES;
            ok = size <= end - at && (size == 0 || unit.add(packet, at, size));
            at += size;
        }
        return ok;
    }

    /** RFC 6184 5.8, RFC 7798 4.4.3. Start and end in one packet are forbidden there, and sent all the same. */
    private boolean fragment(int header, ByteBuf packet, int index, int length) {
        int head = format.fragmentHead();
        if (length < head) {
            return false;
        }
        int fuHeader = packet.getByte(index + format.headerBytes());
        boolean start = (fuHeader & NalFormat.START) != 0;
        if (start && unit.open()) {
            return unit.holdsOnly(format.headerBytes(), packet, index + head, length - head);
        }
        boolean open = start
                ? unit.begin() && unit.writeHeader(format, format.withType(header, fuHeader))
                : unit.open();
        boolean end = (fuHeader & NalFormat.END) != 0;
        return open && unit.write(packet, index + head, length - head) && (!end || unit.end());
    }

    private NalUse sort(ByteBuf buffer, int index, int length) {
        if (length < format.headerBytes()) {
            return NalUse.MALFORMED;
        }
        var use = use(format.header(buffer, index));
        return use == NalUse.PARAMETER_SET ? lifted(buffer, index, length) : use;
    }

    private NalUse lifted(ByteBuf buffer, int index, int length) {
        try {
            addParameterSet(buffer, index, length);
            return NalUse.DROPPED;
        } catch (ProtocolException malformed) {
            return NalUse.MALFORMED;
        }
    }

    @Override
    public @Nullable ByteBuf finish() {
        if (!unit.complete()) {
            reset();
            return null;
        }
        var changed = takeChange();
        config = changed == null ? config : changed;
        if (config == null) {
            reset();
            return null;
        }
        keyFrame = unit.key();
        return unit.take();
    }

    @Override
    public boolean keyFrame() {
        return keyFrame;
    }

    @Override
    public @Nullable C config() {
        return config;
    }

    @Override
    public void reset() {
        unit.release();
    }
}

package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Av1Config;
import dev.sluice.media.av1.Av1SequenceHeader;
import dev.sluice.media.av1.Leb128;
import dev.sluice.media.av1.ObuType;
import dev.sluice.media.av1.Obus;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * AV1 (RTP Payload Format For AV1 1.0): takes the OBU elements out of the packets, puts fragments together, and gives each
 * OBU its size field. A key frame is a temporal unit that starts a coded video sequence (AV1 specification 7.5): with a
 * sequence header, and a shown key frame first.
 */
public final class Av1Depacketizer implements Depacketizer {
    /** OBUs of a temporal unit at most; a frame of four spatial layers in 64 tile groups each has 264. */
    static final int MAX_OBUS = 1_024;
    /** Bytes of the size field of an OBU that fits. */
    private static final int MAX_SIZE_FIELD = 4;

    private final Obus obus = new Obus();
    private final FrameBytes frame = new FrameBytes();
    private final FrameBytes fragments = new FrameBytes();
    private boolean fragmented;
    private int count;
    private @Nullable Av1Config next;
    private boolean picture;
    private boolean keyFirst;
    private @Nullable Av1Config config;
    private boolean keyFrame;

    /** Only N is certain: any OBU may be first in a packet. */
    @Override
    public boolean startsFrame(ByteBuf packet, int index, int length) {
        return (packet.getByte(index) & (Av1Aggregation.Z | Av1Aggregation.N)) == Av1Aggregation.N;
    }

    @Override
    public boolean add(ByteBuf packet, int index, int length) {
        if (length == 0) {
            return true;
        }
        int header = packet.getByte(index);
        boolean continues = (header & Av1Aggregation.Z) != 0;
        boolean starts = (header & Av1Aggregation.N) != 0;
        return continues == fragmented && !(continues && starts)
                && elements(packet, index + Av1Aggregation.SIZE, index + length, header);
    }

    private boolean elements(ByteBuf packet, int from, int end, int header) {
        int announced = (header & Av1Aggregation.W) >> Av1Aggregation.W_SHIFT;
        int at = from;
        int taken = 0;
        do {
            boolean bare = ++taken == announced;
            int prefix = bare ? 0 : Leb128.bytes(packet, at, end);
            long length = bare ? end - at : Leb128.value(packet, at, prefix);
            at += prefix;
            if ((!bare && prefix == 0) || length > end - at) {
                return false;
            }
            boolean more = at + length == end && (header & Av1Aggregation.Y) != 0;
            if (!element(packet, at, (int) length, more)) {
                return false;
            }
            at += (int) length;
        } while (at < end);
        return announced == 0 || taken == announced;
    }

    private boolean element(ByteBuf packet, int index, int length, boolean more) {
        if (!fragmented && !more) {
            return obu(packet, index, length);
        }
        fragmented = more;
        boolean added = fragments.add(packet, index, length);
        if (more || !added) {
            return added;
        }
        boolean taken = obu(fragments.buffer(), fragments.buffer().readerIndex(), fragments.length());
        fragments.reset();
        return taken;
    }

    private boolean obu(ByteBuf source, int index, int length) {
        boolean one = obus.over(source, index, length).next()
                && obus.payloadIndex() + obus.payloadLength() == index + length;
        if (!one || ++count > MAX_OBUS) {
            return false;
        }
        // Section 5: both MUST be ignored by receivers.
        if (obus.type() == ObuType.TEMPORAL_DELIMITER || obus.type() == ObuType.TILE_LIST) {
            return true;
        }
        if (obus.startsFrame() && !picture) {
            picture = true;
            keyFirst = next != null && obus.startsKeyFrame();
        }
        return write(source) && (obus.type() != ObuType.SEQUENCE_HEADER || configure());
    }

    private boolean write(ByteBuf source) {
        int length = obus.payloadLength();
        if (!frame.fits(obus.headerLength() + MAX_SIZE_FIELD + length)) {
            return false;
        }
        int start = frame.length();
        var out = frame.buffer().writeByte(obus.header() | Obus.HAS_SIZE);
        out.writeBytes(source, obus.index() + 1, obus.headerLength() - 1);
        Leb128.write(out, length);
        out.writeBytes(source, obus.payloadIndex(), length);
        return obus.over(out, out.readerIndex() + start, frame.length() - start).next();
    }

    /** The cursor stands on the sequence header as it was written. */
    private boolean configure() {
        next = Av1SequenceHeader.read(frame.buffer(), obus);
        return next != null;
    }

    @Override
    public @Nullable ByteBuf finish() {
        boolean whole = picture && !fragmented;
        if (whole && next != null) {
            config = next;
        }
        keyFrame = whole && keyFirst;
        var finished = whole && config != null ? frame.take() : null;
        reset();
        return finished;
    }

    @Override
    public boolean keyFrame() {
        return keyFrame;
    }

    @Override
    public @Nullable Av1Config config() {
        return config;
    }

    @Override
    public void reset() {
        frame.reset();
        fragments.reset();
        fragmented = false;
        count = 0;
        next = null;
        picture = false;
        keyFirst = false;
    }
}

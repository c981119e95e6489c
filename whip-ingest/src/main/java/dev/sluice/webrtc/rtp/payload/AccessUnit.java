package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.h264.NalUnits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * An access unit in the making: NAL units behind their lengths in one buffer, up to {@link Depacketizer#MAX_FRAME_BYTES}. A NAL unit is begun, written to and ended; whether it stays is decided then.
 * What is malformed leaves an access unit that can only be {@link #release() released}.
 */
final class AccessUnit {
    /** More could not be sent on. */
    private static final int MAX_NAL_UNITS = PayloadList.MAX_PACKETS;
    private static final int START_CODE = 1;
    private static final int START_CODE_BYTES = 3;

    private final NalUse.Sorter sorter;
    private final FrameBytes frame = new FrameBytes();
    /** Where the NAL unit last begun has its first byte. */
    private int from;
    private boolean open;
    private int count;
    private boolean picture;
    private boolean key;

    AccessUnit(NalUse.Sorter sorter) {
        this.sorter = sorter;
    }

    /** Whether a NAL unit is begun and not ended. */
    boolean open() {
        return open;
    }

    /** Whether it holds a picture, and every NAL unit is whole. */
    boolean complete() {
        return picture && !open;
    }

    /** Whether decoding can start at the picture. */
    boolean key() {
        return key;
    }

    /** A whole NAL unit, borrowed. */
    boolean add(ByteBuf packet, int index, int length) {
        return begin() && write(packet, index, length) && end();
    }

    /** @return false where there is no room */
    boolean begin() {
        open = frame.fits(NalUnits.LENGTH_SIZE) && count < MAX_NAL_UNITS;
        if (open) {
            from = frame.buffer().writeInt(0).writerIndex();
        }
        return open;
    }

    boolean writeHeader(NalFormat format, int header) {
        boolean fits = frame.fits(format.headerBytes());
        if (fits) {
            format.write(header, frame.buffer());
        }
        return fits;
    }

    /** More bytes of the NAL unit that is open, borrowed. */
    boolean write(ByteBuf packet, int index, int length) {
        return frame.add(packet, index, length);
    }

    /** Whether what is open is a header and just these bytes. */
    boolean holdsOnly(int headerBytes, ByteBuf packet, int index, int length) {
        return frame.length() == from + headerBytes + length
                && ByteBufUtil.equals(frame.buffer(), from + headerBytes, packet, index, length);
    }

    /** @return false where the NAL unit, now whole, is malformed */
    boolean end() {
        open = false;
        trim();
        return hasStartCode() ? split() : settle();
    }

    /** Gives the buffer away and starts over. */
    ByteBuf take() {
        var taken = frame.take();
        release();
        return taken;
    }

    /** Starts over. Idempotent. */
    void release() {
        frame.reset();
        open = false;
        count = 0;
        picture = false;
        key = false;
    }

    /** No NAL unit ends in 00 (ITU-T H.264 7.4.1); FFmpeg leaves trailing zeros of Annex B behind some all the same. */
    private void trim() {
        var buffer = frame.buffer();
        int end = buffer.writerIndex();
        while (end > from && buffer.getByte(end - 1) == 0) {
            end--;
        }
        buffer.writerIndex(end);
    }

    private boolean settle() {
        var buffer = frame.buffer();
        int length = frame.length() - from;
        var use = sorter.use(buffer, from, length);
        if (use == NalUse.DROPPED) {
            buffer.writerIndex(from - NalUnits.LENGTH_SIZE);
        } else {
            buffer.setInt(from - NalUnits.LENGTH_SIZE, length);
            count++;
        }
        picture |= use == NalUse.SLICE || use == NalUse.KEY_SLICE;
        key |= use == NalUse.KEY_SLICE;
        return use != NalUse.MALFORMED;
    }

    /** Emulation prevention keeps {@code 00 00 01} out of every NAL unit (ITU-T H.264 7.4.1, H.265 7.4.2). */
    private boolean hasStartCode() {
        var buffer = frame.buffer();
        int end = buffer.writerIndex();
        int at = buffer.indexOf(Math.min(from + START_CODE_BYTES - 1, end), end, (byte) START_CODE);
        while (at >= 0 && (buffer.getByte(at - 1) != 0 || buffer.getByte(at - 2) != 0)) {
            at = buffer.indexOf(at + 1, end, (byte) START_CODE);
        }
        return at >= 0;
    }

    /** Some encoders send a piece of an Annex B stream as if it were one NAL unit: it is taken to pieces. */
    private boolean split() {
        var buffer = frame.buffer();
        int length = frame.length() - from;
        var stream = buffer.alloc().buffer(START_CODE_BYTES + length).writeMedium(START_CODE)
                .writeBytes(buffer, from, length);
        buffer.writerIndex(from - NalUnits.LENGTH_SIZE);
        try {
            return addAll(new NalUnits().annexB(stream), stream);
        } finally {
            stream.release();
        }
    }

    private boolean addAll(NalUnits nals, ByteBuf stream) {
        boolean whole = true;
        while (whole && nals.next()) {
            whole = begin() && write(stream, nals.index(), nals.length());
            open = false;
            whole = whole && settle();
        }
        return whole;
    }
}

package dev.sluice.webrtc.srtp;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import org.jitsi.utils.ByteArrayBuffer;

/**
 * Shows a packet to jitsi-srtp, which works on byte arrays: the buffer's own array if it has one, else this thread's
 * scratch array, copied back afterwards (a direct buffer costs two copies here and none in the kernel's send).
 */
final class PacketArray implements ByteArrayBuffer {
    static final int MAX_PACKET_BYTES = 4096;

    private static final FastThreadLocal<PacketArray> THREAD = new FastThreadLocal<>() {
        @Override
        protected PacketArray initialValue() {
            return new PacketArray();
        }
    };

    private final byte[] scratch = new byte[MAX_PACKET_BYTES];
    private byte[] array = scratch;
    private boolean copied;
    private int offset;
    private int length;

    /** This thread's, showing the packet. */
    static PacketArray of(ByteBuf packet) {
        var view = THREAD.get();
        view.show(packet);
        return view;
    }

    private void show(ByteBuf packet) {
        length = packet.readableBytes();
        copied = !packet.hasArray();
        if (!copied) {
            array = packet.array();
            offset = packet.arrayOffset() + packet.readerIndex();
        } else {
            array = scratch;
            offset = 0;
            packet.getBytes(packet.readerIndex(), scratch, 0, length);
        }
    }

    /** This thread's, showing a bare RTP header that is never sent. */
    static PacketArray header(int ssrc, int sequence) {
        var view = THREAD.get();
        view.array = view.scratch;
        view.offset = 0;
        view.length = RtpHeader.FIXED_BYTES;
        RtpHeader.write(view.scratch, sequence, ssrc);
        return view;
    }

    /** Puts what became of it back into the packet. */
    void store(ByteBuf packet) {
        int at = packet.readerIndex();
        if (copied) {
            packet.setBytes(at, scratch, 0, length);
        }
        packet.writerIndex(at + length);
    }

    @Override
    public byte[] getBuffer() {
        return array;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int length) {
        this.length = length;
    }

    @Override
    public void setOffset(int offset) {
        this.offset = offset;
    }

    @Override
    public boolean isInvalid() {
        return false;
    }

    @Override
    public void readRegionToBuff(int from, int bytes, byte[] out) {
        System.arraycopy(array, offset + from, out, 0, bytes);
    }

    @Override
    public void grow(int bytes) {
        // Whoever protects has left room for MAX_EXPANSION.
    }

    @Override
    public void append(byte[] bytes, int count) {
        System.arraycopy(bytes, 0, array, offset + length, count);
        length += count;
    }

    @Override
    public void shrink(int bytes) {
        length -= bytes;
    }
}

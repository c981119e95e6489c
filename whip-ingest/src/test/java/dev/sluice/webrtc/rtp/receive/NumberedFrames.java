package dev.sluice.webrtc.rtp.receive;

import dev.sluice.media.Codec;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.MediaKind;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.Vp8Config;
import dev.sluice.webrtc.rtp.payload.Depacketizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * A payload format for tests: each payload says the frame's number, whether it is a key frame, how many payloads it has and
 * which of them this is. A frame comes out as its number, or as {@link #CORRUPT} where its payloads do not make it up.
 */
final class NumberedFrames implements Depacketizer {
    static final int CORRUPT = -1;
    static final int SIZE = 8;
    private static final int MALFORMED = 0xff;

    private final CodecConfig config;
    private @Nullable ByteBuf frame;
    private int number;
    private int next;
    private int count;
    private boolean sound = true;
    private boolean key;
    private boolean keyFrame;

    NumberedFrames(Codec codec) {
        config = codec.kind() == MediaKind.VIDEO
                ? new Vp8Config(codec == Codec.VP8 ? 640 : 320, 360)
                : new OpusConfig(2);
    }

    static ByteBuf payload(int number, boolean key, int index, int count) {
        return Unpooled.buffer().writeInt(number).writeByte(key ? 1 : 0).writeByte(index).writeByte(count).writeByte(0);
    }

    static ByteBuf malformed() {
        return Unpooled.buffer().writeInt(0).writeByte(MALFORMED);
    }

    static int number(ByteBuf frame) {
        return frame.getInt(frame.readerIndex());
    }

    @Override
    public boolean startsFrame(ByteBuf packet, int index, int length) {
        return length >= SIZE && packet.getByte(index + 5) == 0;
    }

    @Override
    public boolean add(ByteBuf packet, int index, int length) {
        if (length < SIZE || packet.getUnsignedByte(index + 4) == MALFORMED) {
            return false;
        }
        if (frame == null) {
            frame = packet.alloc().buffer(4);
            number = packet.getInt(index);
            key = packet.getByte(index + 4) == 1;
            count = packet.getByte(index + 6);
        }
        sound &= packet.getInt(index) == number && packet.getByte(index + 5) == next;
        next++;
        return true;
    }

    @Override
    public @Nullable ByteBuf finish() {
        var whole = frame;
        if (whole != null) {
            whole.writeInt(sound && next == count ? number : CORRUPT);
            keyFrame = key;
        }
        frame = null;
        clear();
        return whole;
    }

    private void clear() {
        next = 0;
        sound = true;
    }

    @Override
    public boolean keyFrame() {
        return keyFrame;
    }

    @Override
    public CodecConfig config() {
        return config;
    }

    @Override
    public void reset() {
        if (frame != null) {
            frame.release();
            frame = null;
        }
        clear();
    }
}

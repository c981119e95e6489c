package dev.sluice.rtmp.frame;

import dev.sluice.media.Av1Config;
import dev.sluice.media.av1.Av1SequenceHeader;
import dev.sluice.media.av1.Leb128;
import dev.sluice.media.av1.ObuType;
import dev.sluice.media.av1.Obus;
import dev.sluice.rtmp.flv.Av1CodecConfigurationRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * AV1: a key frame is a temporal unit whose first frame is a shown key frame. Encoders may leave the sequence header to the
 * configuration record (AV1 Codec ISO Media File Format Binding 2.4), then it is put in front. The last OBU may come without
 * its size. Where nothing is to be added or left out in the middle, the frame is a slice of the tag; else a copy.
 */
final class Av1FrameReader implements FrameReader {
    /** OBUs of a temporal unit at most; a frame of four spatial layers in 64 tile groups each has 264. */
    static final int MAX_OBUS = 1_024;
    /** Bytes of the size field of an OBU that fits a message. */
    private static final int MAX_SIZE_FIELD = 4;

    private final Obus obus = new Obus();
    private final KeptRun kept = new KeptRun();
    private @Nullable Av1Config config;
    private boolean sized;
    private boolean headed;
    private boolean keyFrame;

    @Override
    public void sequenceHeader(ByteBuf record) {
        var configObus = Av1CodecConfigurationRecord.parse(record).configObus();
        obus.over(configObus);
        while (obus.next()) {
            var found = obus.type() == ObuType.SEQUENCE_HEADER ? found(configObus) : null;
            config = found == null ? config : found;
        }
    }

    @Override
    public boolean read(ByteBuf data) {
        kept.reset();
        sized = true;
        headed = false;
        keyFrame = false;
        boolean picture = false;
        Av1Config found = null;
        obus.over(data);
        while (obus.next()) {
            if (keeps(obus.type())) {
                kept.add(obus.index(), obus.payloadIndex() + obus.payloadLength());
                sized &= hasSize();
                if (obus.type() == ObuType.SEQUENCE_HEADER) {
                    headed |= !picture;
                    found = found(data);
                }
                keyFrame |= !picture && obus.startsKeyFrame();
                picture |= obus.startsFrame();
            }
        }
        boolean whole = picture && !obus.malformed() && kept.count() <= MAX_OBUS && (found != null || !headed);
        config = whole && found != null ? found : config;
        return whole;
    }

    @Override
    public boolean keyFrame() {
        return keyFrame;
    }

    @Override
    public ByteBuf payload(ByteBuf data, ByteBufAllocator allocator) {
        var missing = keyFrame && !headed ? config : null;
        if (missing == null && sized && kept.whole()) {
            return kept.slice(data);
        }
        var out = allocator.buffer(kept.bytes() + MAX_SIZE_FIELD + Av1SequenceHeader.MAX_BYTES);
        if (missing != null) {
            missing.sequenceHeader().writeTo(out);
        }
        obus.over(data);
        while (obus.next()) {
            if (keeps(obus.type())) {
                write(data, out);
            }
        }
        return out;
    }

    @Override
    public @Nullable Av1Config config() {
        return config;
    }

    /** The cursor stands on a sequence header; without its size it is no configuration to keep. */
    private @Nullable Av1Config found(ByteBuf data) {
        return hasSize() ? Av1SequenceHeader.read(data, obus) : null;
    }

    private boolean hasSize() {
        return (obus.header() & Obus.HAS_SIZE) != 0;
    }

    private void write(ByteBuf data, ByteBuf out) {
        out.writeByte(obus.header() | Obus.HAS_SIZE);
        out.writeBytes(data, obus.index() + 1, obus.headerLength() - 1);
        Leb128.write(out, obus.payloadLength());
        out.writeBytes(data, obus.payloadIndex(), obus.payloadLength());
    }

    private static boolean keeps(int type) {
        return type != ObuType.TEMPORAL_DELIMITER && type != ObuType.TILE_LIST;
    }
}

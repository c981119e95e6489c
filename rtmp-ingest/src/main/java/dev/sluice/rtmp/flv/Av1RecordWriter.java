package dev.sluice.rtmp.flv;

import dev.sluice.media.Av1Config;
import dev.sluice.media.av1.Av1Format;
import io.netty.buffer.ByteBuf;

/** Appends the record that {@link Av1CodecConfigurationRecord} reads, with all its fields. */
final class Av1RecordWriter {
    private static final int MARKER_AND_VERSION = 0x81;

    private Av1RecordWriter() {}

    static void write(Av1Config config, ByteBuf out) {
        var format = Av1Format.of(config.sequenceHeader());
        out.writeByte(MARKER_AND_VERSION).writeByte(config.profile() << 5 | config.level());
        out.writeByte(config.tier() << 7 | bit(format.highBitDepth(), 6) | bit(format.twelveBit(), 5)
                | bit(format.monochrome(), 4) | bit(format.subsamplingX(), 3) | bit(format.subsamplingY(), 2)
                | format.chromaSamplePosition());
        out.writeByte(0); // initial presentation delay: not said
        config.sequenceHeader().writeTo(out);
    }

    private static int bit(boolean set, int at) {
        return set ? 1 << at : 0;
    }
}

package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Bytes;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.TrackInfo;
import dev.sluice.media.h264.NalUnits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** NAL units and payloads in hexadecimal, for tests. */
final class Nals {
    private Nals() {}

    /** The bytes that are written, spaces aside. */
    static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }

    static Bytes bytes(String hex) {
        return Bytes.copyOf(buffer(hex));
    }

    /** The NAL units of a payload, borrowed; it divides into them, and none is empty. */
    static List<String> of(ByteBuf payload) {
        var found = new ArrayList<String>();
        var nals = new NalUnits().lengthPrefixed(payload);
        int bytes = 0;
        while (nals.next()) {
            found.add(ByteBufUtil.hexDump(payload, nals.index(), nals.length()));
            bytes += NalUnits.LENGTH_SIZE + nals.length();
        }
        assertThat(nals.malformed()).isFalse();
        assertThat(bytes).as("none is empty").isEqualTo(payload.readableBytes());
        return found;
    }

    /** The payload of a frame. */
    static ByteBuf payload(List<String> nals) {
        var payload = Unpooled.buffer();
        for (var nal : nals) {
            var bytes = buffer(nal);
            payload.writeInt(bytes.readableBytes()).writeBytes(bytes);
        }
        return payload;
    }

    /** What the depacketizer makes of a frame's packets, the caller's; null where it is lost. */
    static @Nullable ByteBuf frame(Depacketizer depacketizer, List<ByteBuf> packets) {
        for (var packet : packets) {
            int before = packet.readerIndex();
            boolean whole = depacketizer.add(packet, before, packet.readableBytes());
            assertThat(packet.readerIndex()).as("borrowed").isEqualTo(before);
            assertThat(packet.refCnt()).as("borrowed").isOne();
            if (!whole) {
                depacketizer.reset();
                return null;
            }
        }
        return depacketizer.finish();
    }

    /** The same as NAL units. */
    static @Nullable List<String> depacketized(Depacketizer depacketizer, List<ByteBuf> packets) {
        var frame = frame(depacketizer, packets);
        if (frame == null) {
            return null;
        }
        var nals = of(frame);
        frame.release();
        return nals;
    }

    /** The packets of a frame, which borrows its payload; none where it cannot be sent. */
    static List<ByteBuf> packetized(Packetizer packetizer, CodecConfig config, boolean key, ByteBuf payload) {
        var frame = new EncodedFrame(new TrackInfo("video", 90_000, config), 1, 0, 0, key, 0, payload);
        var list = new PayloadList();
        assertThat(packetizer.packetize(frame, list)).isEqualTo(list.count() > 0);
        var packets = new ArrayList<ByteBuf>();
        for (int i = 0; i < list.count(); i++) {
            var packet = Unpooled.buffer();
            list.write(i, payload, packet);
            assertThat(packet.readableBytes()).isEqualTo(list.length(i)).isBetween(1, Packetizer.MAX_PAYLOAD);
            packets.add(packet);
        }
        return packets;
    }
}

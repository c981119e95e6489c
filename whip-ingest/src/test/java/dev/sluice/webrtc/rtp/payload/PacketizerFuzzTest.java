package dev.sluice.webrtc.rtp.payload;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.Bytes;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.H264Config;
import dev.sluice.media.TrackInfo;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class PacketizerFuzzTest {
    private static final H264Config CONFIG = new H264Config(List.of(Bytes.of((byte) 0x67)),
            List.of(Bytes.of((byte) 0x68)),
            66, 0, 31, 640, 360, -1);

    static Stream<byte[]> units() {
        var small = Stream.of("", "00000001 65", "00000002 4101 00000001 06", "00000005 41", "00000000 00000001 41");
        var large = "00000c00 41" + "55".repeat(0xbff);
        return Stream.concat(small, Stream.of(large)).map(hex -> HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** Whatever a frame holds: payloads are within bounds and can be put together again. */
    @MethodSource("units")
    @FuzzTest(maxDuration = "5s")
    void packetizes(byte[] unit) {
        var frame = new EncodedFrame(new TrackInfo("video", 90_000, CONFIG), 1, 0, 0, true, 0,
                Unpooled.wrappedBuffer(unit));
        var list = new PayloadList();
        boolean sendable = new H264Packetizer().packetize(frame, list);
        assertThat(sendable).isEqualTo(list.count() > 0);
        for (int i = 0; i < list.count(); i++) {
            var out = Unpooled.buffer();
            list.write(i, frame.payload(), out);
            assertThat(out.readableBytes()).isBetween(1, Packetizer.MAX_PAYLOAD);
        }
    }
}

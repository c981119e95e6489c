package dev.sluice.webrtc.ice;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@NullUnmarked
class StunFuzzTest {
    static List<byte[]> seeds() {
        return StunTest.table().stream().map(StunTest.Case::bytes).toList();
    }

    /** Whatever is read stays within the limits and is read the same after it was written. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void readsWhatItWrites(byte[] data) {
        var datagram = Unpooled.wrappedBuffer(data);
        var message = StunReader.read(datagram);
        if (message == null) {
            return;
        }
        assertThat(data.length).isLessThanOrEqualTo(StunReader.MAX_MESSAGE_BYTES);
        assertThat(message.attributes()).hasSizeLessThanOrEqualTo(StunReader.MAX_ATTRIBUTES);
        assertThat(PacketKind.of(datagram)).isEqualTo(PacketKind.STUN);
        new StunIntegrity("password").verify(datagram, message);
        if (message.attributes().stream().noneMatch(StunFuzzTest::text)) {
            var out = Unpooled.buffer();
            StunWriter.write(message, null, true, out);
            var again = StunReader.read(out);
            assertThat(again).isNotNull();
            assertThat(again.attributes()).isEqualTo(message.attributes());
        }
    }

    /** Text that is no UTF-8 is not written as it was read. */
    private static boolean text(StunAttribute attribute) {
        return attribute instanceof StunAttribute.Username || attribute instanceof StunAttribute.ErrorCode;
    }
}

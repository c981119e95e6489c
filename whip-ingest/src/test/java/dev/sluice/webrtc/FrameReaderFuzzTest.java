package dev.sluice.webrtc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.runtime.ProtocolException;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@NullUnmarked
class FrameReaderFuzzTest {
    static List<byte[]> seeds() {
        return List.of(new byte[]{3, 0, 2, 1, 2, 0, 0, 0, 1, 9}, new byte[]{1, 8, 0}, new byte[]{2, 8, 1, 7});
    }

    /** Whatever the pieces, the frames are the stream's; the first byte says how large the pieces are. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void framesAreTheStreamCutUp(byte[] data) {
        if (data.length == 0) {
            return;
        }
        int piece = 1 + (data[0] & 0xff);
        var stream = Arrays.copyOfRange(data, 1, data.length);
        var reader = new FrameReader(UnpooledByteBufAllocator.DEFAULT);
        var again = new ByteArrayOutputStream();
        try {
            for (int at = 0; at < stream.length; at += piece) {
                reader.add(Unpooled.copiedBuffer(stream, at, Math.min(piece, stream.length - at)));
                for (var frame = reader.peek(); frame != null; frame = reader.peek()) {
                    assertThat(frame.readableBytes()).isLessThanOrEqualTo(PortBinding.MAX_DATAGRAM_BYTES);
                    again.writeBytes(TestWire.framed(ByteBufUtil.getBytes(frame)));
                    reader.skip();
                }
                assertThat(reader.buffered()).isLessThan(FrameReader.LENGTH_BYTES + PortBinding.MAX_DATAGRAM_BYTES);
            }
            assertThat(stream.length - again.size()).isEqualTo(reader.buffered());
        } catch (ProtocolException _) {
            assertThat(reader.buffered()).isGreaterThanOrEqualTo(FrameReader.LENGTH_BYTES);
        } finally {
            reader.close();
        }
        assertThat(Arrays.copyOf(stream, again.size())).isEqualTo(again.toByteArray());
    }
}

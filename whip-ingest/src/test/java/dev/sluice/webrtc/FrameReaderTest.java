package dev.sluice.webrtc;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrameReaderTest {
    private static final List<byte[]> PACKETS = List.of(new byte[]{1, 2, 3}, new byte[0], new byte[]{4},
            new byte[PortBinding.MAX_DATAGRAM_BYTES], new byte[]{5, 6});

    private final FrameReader reader = new FrameReader(UnpooledByteBufAllocator.DEFAULT);

    @AfterEach
    void close() {
        reader.close();
        assertThat(reader.peek()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000, 5000})
    void framesComeOutWhole(int piece) {
        var stream = new ByteArrayOutputStream();
        PACKETS.forEach(packet -> stream.writeBytes(TestWire.framed(packet)));
        assertThat(read(stream.toByteArray(), piece)).containsExactlyElementsOf(PACKETS);
        assertThat(reader.buffered()).isZero();
    }

    @Test
    void whatIsNotWholeWaits() {
        var frame = TestWire.framed(new byte[]{1, 2, 3});
        for (int cut = 0; cut < frame.length; cut++) {
            assertThat(read(Arrays.copyOf(frame, cut), 10)).isEmpty();
            assertThat(read(Arrays.copyOfRange(frame, cut, frame.length), 10)).containsExactly(new byte[]{1, 2, 3});
        }
    }

    @Test
    void theNextFrameStaysUntilItIsSkipped() {
        reader.add(Unpooled.wrappedBuffer(TestWire.framed(new byte[]{9})));
        assertThat(ByteBufUtil.getBytes(reader.peek())).isEqualTo(ByteBufUtil.getBytes(reader.peek()));
        reader.skip();
        assertThat(reader.peek()).isNull();
    }

    @Test
    void aFrameLongerThanAnyPacketEndsIt() {
        reader.add(Unpooled.wrappedBuffer(new byte[]{8, 1}));
        assertThatThrownBy(reader::peek).isInstanceOfSatisfying(ProtocolException.class, refused -> {
            assertThat(refused.code()).isEqualTo(StableCode.PROTOCOL_ERROR);
            assertThat(refused).hasMessage("ICE-TCP frame: found 2049 bytes, expected at most 2048");
        });
    }

    /** What comes out when the bytes go in by pieces. */
    private List<byte[]> read(byte[] stream, int piece) {
        var frames = new ArrayList<byte[]>();
        for (int at = 0; at < stream.length; at += piece) {
            reader.add(Unpooled.copiedBuffer(stream, at, Math.min(piece, stream.length - at)));
            for (var frame = reader.peek(); frame != null; frame = reader.peek()) {
                frames.add(ByteBufUtil.getBytes(frame));
                reader.skip();
            }
        }
        return frames;
    }
}

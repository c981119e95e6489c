package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.OpusConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OpusDepacketizerTest {
    private final OpusDepacketizer depacketizer = new OpusDepacketizer();

    /** The first two are what is sent in a pause. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 320, OpusPacketizer.MAX_PACKET})
    void aPacketIsAFrame(int length) {
        var packet = packet(length);
        assertThat(depacketizer.startsFrame(packet, 3, length)).isTrue();
        assertThat(depacketizer.add(packet, 3, length)).isTrue();
        var frame = Objects.requireNonNull(depacketizer.finish());
        assertThat(ByteBufUtil.hexDump(frame)).isEqualTo(ByteBufUtil.hexDump(packet, 3, length));
        frame.release();
        assertThat(depacketizer.keyFrame()).isTrue();
        assertThat(depacketizer.finish()).isNull();
    }

    @Test
    void anEmptyPayloadIsNothing() {
        assertThat(depacketizer.add(packet(0), 3, 0)).isTrue();
        assertThat(depacketizer.finish()).isNull();
    }

    @Test
    void aPacketLargerThanCanBeSentOnIsMalformed() {
        int length = OpusPacketizer.MAX_PACKET + 1;
        assertThat(depacketizer.add(packet(length), 3, length)).isFalse();
        assertThat(depacketizer.finish()).isNull();
    }

    @Test
    void twoPacketsAreNoFrame() {
        assertThat(depacketizer.add(packet(9), 3, 9)).isTrue();
        assertThat(depacketizer.add(packet(9), 3, 9)).isFalse();
        depacketizer.reset();
        depacketizer.reset();
        assertThat(depacketizer.finish()).isNull();
    }

    @Test
    void isStereoUnlessToldOtherwise() {
        assertThat(depacketizer.config()).isEqualTo(new OpusConfig(2));
        assertThat(new OpusDepacketizer(1).config()).isEqualTo(new OpusConfig(1));
    }

    private static ByteBuf packet(int length) {
        return Unpooled.buffer().writeMedium(0).writeBytes(new byte[length]);
    }
}

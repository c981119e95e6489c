package dev.sluice.media.av1;

import dev.sluice.media.Av1Config;
import dev.sluice.media.h264.BitWriter;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class Av1SequenceHeaderTest {
    static List<Av1Samples.Sample> samples() {
        return Av1Samples.SEQUENCE_HEADERS;
    }

    private static @Nullable Av1Config read(byte[] obu) {
        var buffer = Unpooled.buffer().writeZero(3).skipBytes(3).writeBytes(obu);
        var obus = new Obus().over(buffer);
        assertThat(obus.next()).isTrue();
        return Av1SequenceHeader.read(buffer, obus);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsWhatEncodersWrite(Av1Samples.Sample sample) {
        assertThat(read(HexFormat.of().parseHex(sample.hex()))).isEqualTo(sample.config());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aCutOneIsRefusedOrSaysTheSamePicture(Av1Samples.Sample sample) {
        byte[] obu = HexFormat.of().parseHex(sample.hex());
        for (int length = 0; length < obu.length - 2; length++) {
            byte[] payload = new byte[length];
            System.arraycopy(obu, 2, payload, 0, length);
            var config = read(Av1Samples.obu(payload));
            assertThat(config == null || config.width() == sample.config().width()).isTrue();
            assertThat(config != null && length < 7).isFalse();
        }
    }

    private static BitWriter head(int profile, boolean reduced) {
        return new BitWriter().bits(3, profile).flag(reduced).flag(reduced);
    }

    @Test
    void refusesProfilesThatAreNoneAndReducedStillPictures() {
        assertThat(read(Av1Samples.obu(rest(head(2, false))))).isNotNull();
        assertThat(read(Av1Samples.obu(rest(head(3, false))))).isNull();
        assertThat(read(Av1Samples.obu(rest(head(0, true))))).isNull();
    }

    private static byte[] rest(BitWriter head) {
        return head.flag(false).flag(false).bits(5, 0).bits(12, 0).bits(5, 0).bits(4, 15).bits(4, 15).bits(16, 65_535)
                .bits(16, 65_535).bits(32, 0).plain();
    }

    @Test
    void refusesOneThatIsTooLarge() {
        var payload = rest(head(0, false));
        for (int size : new int[]{Av1SequenceHeader.MAX_BYTES, Av1SequenceHeader.MAX_BYTES + 1}) {
            var obu = Unpooled.buffer().writeByte(0x0a);
            Leb128.write(obu, size - 3);
            obu.writeBytes(payload).writeZero(size - obu.readableBytes());
            byte[] bytes = new byte[size];
            obu.readBytes(bytes);
            assertThat(read(bytes) != null).isEqualTo(size == Av1SequenceHeader.MAX_BYTES);
        }
    }
}

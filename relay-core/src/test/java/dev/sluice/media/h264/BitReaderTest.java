package dev.sluice.media.h264;

import io.netty.buffer.Unpooled;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class BitReaderTest {
    static LongStream codes() {
        return LongStream.of(0, 1, 2, 3, 6, 7, 254, 255, 65_535, 139_263, (1L << 31) - 1, (1L << 32) - 2);
    }

    @ParameterizedTest
    @MethodSource("codes")
    void readsTheUnsignedCodeThatWasWritten(long value) {
        var reader = plain(new BitWriter().bits(3, 5).ue(value).bits(8, 0xa5).plain());
        assertThat(reader.bits(3)).isEqualTo(5);
        assertThat(reader.ue()).isEqualTo(value);
        assertThat(reader.bits(8)).isEqualTo(0xa5);
        assertThat(reader.ok()).isTrue();
    }

    /** ITU-T H.264 table 9-3. */
    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,-1", "3,2", "4,-2", "5,3", "6,-3", "4294967294,-2147483647"})
    void mapsCodesToSignedValues(long code, long value) {
        assertThat(plain(new BitWriter().ue(code).plain()).se()).isEqualTo(value);
        assertThat(plain(new BitWriter().se(value).plain()).ue()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"000003,0000", "00000300,000000", "0000030000030003,000000000003", "000003000003,00000000",
            "00000302,000002", "000304,000304", "0000,0000", "000000000003,0000000000"})
    void leavesEmulationPreventionOut(String escaped, String payload) {
        var buffer = H264Samples.buffer(escaped);
        var reader = BitReader.rbsp(buffer, 0, buffer.readableBytes());
        var read = new StringBuilder();
        for (int i = 0; i < payload.length() / 2; i++) {
            read.append("%02x".formatted(reader.bits(8)));
        }
        assertThat(read).hasToString(payload);
        assertThat(reader.ok()).isTrue();
        reader.bit();
        assertThat(reader.ok()).isFalse();
    }

    @Test
    void pastTheEndThereAreZerosAndItIsNotOkForGood() {
        var reader = plain((byte) 0xff);
        assertThat(reader.left()).isEqualTo(8);
        assertThat(reader.bits(9)).isEqualTo(0x1fe);
        assertThat(reader.ok()).isFalse();
        assertThat(reader.left()).isZero();
        assertThat(reader.bits(32)).isZero();
        assertThat(reader.ue()).isZero();
        assertThat(reader.se()).isZero();
    }

    @Test
    void aCodeOfMoreThan63BitsIsNone() {
        var reader = plain(new byte[16]);
        assertThat(reader.ue()).isZero();
        assertThat(reader.ok()).isFalse();
    }

    private static BitReader plain(byte... bytes) {
        return BitReader.plain(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    }
}

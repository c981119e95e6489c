package dev.sluice.webrtc.dtls;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecordFilterFuzzTest {
    static List<byte[]> seeds() {
        return List.of(HexFormat.of().parseHex(RecordFilterTest.CERTIFICATE + RecordFilterTest.VERIFY
                + RecordFilterTest.CHANGE_CIPHER_SPEC + RecordFilterTest.FINISHED));
    }

    /** What passes is made of whole records, no longer than the datagram, and passes again. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void passesWholeRecords(byte[] data) {
        for (var role : DtlsRole.values()) {
            var filter = new RecordFilter(role);
            var passed = filter.filter(Unpooled.wrappedBuffer(data));
            assertThat(passed.length).isLessThanOrEqualTo(data.length);
            assertThat(filter.filter(Unpooled.wrappedBuffer(passed))).isEqualTo(passed);
        }
    }
}

package dev.sluice.webrtc.sdp.grammar;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/** Any fragment is refused with a code, or reads back as what was read. */
class SdpFragmentFuzzTest {
    @FuzzTest(maxDuration = "5s")
    void fragment(byte[] data) {
        try {
            var read = SdpFragment.read(new String(data, StandardCharsets.UTF_8));
            assertThat(read.candidates().size()).isLessThanOrEqualTo(SdpLimits.CANDIDATES);
            assertThat(SdpFragment.read(read.write())).isEqualTo(read);
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isEqualTo(StableCode.SDP_INVALID);
            assertThat(String.valueOf(refused.getMessage()).length()).isLessThan(300);
        }
    }
}

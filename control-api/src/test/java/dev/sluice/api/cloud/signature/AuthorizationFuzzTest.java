package dev.sluice.api.cloud.signature;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuthorizationFuzzTest {
    private static final String SIGNATURE = "6a41f1c51f55193daf3cbbe6c191fc90f4fb28eed94150c8fe149e489a505ccc";

    static Stream<byte[]> seeds() {
        return Stream.of("SKIP", "",
                "TC3-HMAC-SHA256 Credential=AKID/2024-05-01/trtc/tc3_request, SignedHeaders=content-type;host, Signature="
                        + SIGNATURE,
                "TC3-HMAC-SHA256 Credential=A/2024-05-01/localhost:18080/tc3_request,SignedHeaders=host;content-type;x,"
                        + "Signature=" + SIGNATURE,
                "TC3-HMAC-SHA256 Credential=A/2024-05-01/a/tc3_request/tc3_request, SignedHeaders=host, Signature="
                        + SIGNATURE)
                .map(header -> header.getBytes(StandardCharsets.UTF_8));
    }

    /** What is read is what stood there, and no refusal repeats it. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void reads(byte[] data) {
        var header = new String(data, StandardCharsets.UTF_8);
        try {
            var read = Authorization.parse(header);
            assertThat(read.signedHeaders()).contains("content-type", "host").hasSizeLessThanOrEqualTo(32);
            assertThat(header).containsSubsequence("Credential=" + read.secretId() + "/" + read.scope() + ",",
                    "SignedHeaders=" + String.join(";", read.signedHeaders()) + ",", "Signature=" + read.signature());
            assertThat(read.secretId()).hasSizeLessThanOrEqualTo(128);
        } catch (CloudException refused) {
            assertThat(refused.code()).isEqualTo(Code.INVALID_AUTHORIZATION);
            assertThat(refused.getMessage()).hasSizeLessThan(300);
        }
    }
}

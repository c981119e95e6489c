package dev.sluice.api.cloud.signature;

import dev.sluice.api.cloud.request.Call;
import dev.sluice.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class Tc3Test {
    private static final String HOST = "cvm.tencentcloudapi.com";

    /** The example of the documentation. */
    @Test
    void theDocumentedSignatureHolds() {
        var body = "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\": \"instance-name\"}]}";
        var call = new Call("POST", "/", "", Map.of("host", HOST, "content-type", "application/json; charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8), false);
        assertThat(signed(call, "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", HOST)).isTrue();
        assertThat(signed(call, "Gu5t9xGARNpq86cd98joQYCN3EXAMPLF", HOST)).isFalse();
        assertThat(signed(call, "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "trtc.tencentcloudapi.com")).isFalse();
        assertThat(signed(call.with(new byte[0]), "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", HOST)).isFalse();
    }

    private static boolean signed(Call call, String key, String host) {
        var authorization = Authorization.parse("TC3-HMAC-SHA256 Credential=AKIDz/2019-02-25/cvm/tc3_request, "
                + "SignedHeaders=content-type;host, "
                + "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168");
        return new Tc3(call, authorization, "1551113065", Secret.of(key)).signed(Set.of(host));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"127.0.0.1:18080 | 127.0.0.1:18080;127.0.0.1;alias",
            "localhost | localhost;alias", "[::1]:8080 | [::1]:8080;[::1];alias", "[::1] | [::1];alias",
            "alias:80 | alias:80;alias"})
    void aHostMayBeMeantInSeveralWays(String host, String candidates) {
        assertThat(new Hosts(List.of("alias")).candidates(Optional.of(host)))
                .containsExactly(candidates.split(";"));
    }
}

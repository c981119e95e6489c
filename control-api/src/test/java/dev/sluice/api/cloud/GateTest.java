package dev.sluice.api.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.config.Config;
import dev.sluice.config.Secret;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static dev.sluice.api.cloud.CloudFixture.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

/** Who is let through, in which order. */
class GateTest {
    private static final String TASK = "{\"SdkAppId\":1400000001,\"TaskId\":\"t\"}";

    private static CloudFixture with(String policy) throws Exception {
        return new CloudFixture(new Config.ApiKey(SIGNER.secretId(), Secret.of(SIGNER.secretKey()), Optional.of("1"),
                Optional.of(new ObjectMapper().readTree(policy))));
    }

    @Test
    void twentyRequestsInAnySecondPassForEachActionAndKey() {
        try (var cloud = new CloudFixture()) {
            for (int i = 0; i < 20; i++) {
                assertThat(describe(cloud)).isEqualTo("{Status=NotExist}");
                cloud.clock.advanceMillis(10);
            }
            assertThat(describe(cloud)).startsWith("RequestLimitExceeded | ");
            assertThat(cloud.answer(SIGNER.post("StopStreamIngest", TASK, cloud.now())))
                    .startsWith("InvalidParameter.TaskId");
            cloud.clock.advanceMillis(800); // a second after the first
            assertThat(describe(cloud)).isEqualTo("{Status=NotExist}");
            assertThat(describe(cloud)).startsWith("RequestLimitExceeded");
            cloud.clock.advance(Duration.ofSeconds(1));
            assertThat(describe(cloud)).isEqualTo("{Status=NotExist}");
        }
    }

    private static String describe(CloudFixture cloud) {
        return cloud.answer(SIGNER.post("DescribeStreamIngest", TASK, cloud.now()));
    }

    @Test
    void actionsThatDoNotExistShareOneRate() {
        try (var cloud = new CloudFixture()) {
            for (int i = 0; i < 20; i++) {
                assertThat(cloud.answer(SIGNER.post("Action" + i, "{}", cloud.now()))).startsWith("InvalidAction");
            }
            assertThat(cloud.answer(SIGNER.post("Another", "{}", cloud.now()))).startsWith("RequestLimitExceeded");
        }
    }

    @Test
    void whoDidNotSignUsesUpNobodysRate() {
        try (var cloud = new CloudFixture()) {
            var forged = new Signer(SIGNER.secretId(), "guessed");
            for (int i = 0; i < 30; i++) {
                assertThat(cloud.answer(forged.post("DescribeStreamIngest", TASK, cloud.now())))
                        .startsWith("AuthFailure.SignatureFailure");
            }
            assertThat(describe(cloud)).isEqualTo("{Status=NotExist}");
        }
    }

    @Test
    void aKeyWithoutAccessHearsTheSameWhateverThereIs() throws Exception {
        try (var cloud = with("{\"version\":\"2.0\",\"statement\":[{\"effect\":\"allow\",\"action\":"
                + "\"name/trtc:DescribeStreamIngest\",\"resource\":\"qcs::trtc::uin/1:sdkappid/1400000001\"}]}")) {
            assertThat(describe(cloud)).isEqualTo("{Status=NotExist}");
            var refused = "AuthFailure.UnauthorizedOperation | the key's policy does not allow name/trtc:";
            assertThat(cloud.post("StopStreamIngest", TASK))
                    .isEqualTo(refused + "StopStreamIngest on qcs::trtc::uin/1:sdkappid/1400000001");
            for (var app : new String[]{"1400000002", "7"}) {
                assertThat(cloud.post("DescribeStreamIngest", "{\"SdkAppId\":" + app + ",\"TaskId\":\"\",\"x\":1}"))
                        .isEqualTo(refused + "DescribeStreamIngest on qcs::trtc::uin/1:sdkappid/" + app);
            }
            for (var malformed : new String[]{"{", "{}", "{\"SdkAppId\":\"x\"}"}) {
                assertThat(cloud.post("StopStreamIngest", malformed)).isEqualTo(refused + "StopStreamIngest");
                assertThat(cloud.post("DescribeStreamIngest", malformed)).contains("Parameter");
            }
        }
    }
}

package dev.sluice.api.cloud.request;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ParametersFuzzTest {
    static Stream<byte[]> forms() {
        return Stream.of("", "a=1&b=%E4%B8%AD+x", "A.0=1&A.1=2&B.C.0.D=true", "A=1&A.B=2", "A.0=1&A.2=1", "a=%", "&&=&",
                "A.01=1&A.0=2", "a=1&a=2", ".=1&..=2").map(ParametersFuzzTest::bytes);
    }

    static Stream<byte[]> bodies() {
        return Stream.of("", "{}", "[]", "{\"SdkAppId\":1400000001,\"TaskId\":\"t\",\"V\":{\"W\":[1,null,true,1.5]}}",
                "{\"a\":NaN,\"b\":-Infinity,\"c\":1e999999999}", "{\"a\":1,\"a\":2}", "{} {}", "\u00ff",
                "{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}").map(ParametersFuzzTest::bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Call call(String contentType, byte[] body) {
        return new Call("POST", "/", "", Map.of("content-type", contentType), body, false);
    }

    /** The pairs of a form that parses, written anew, parse to the same; their tree is no deeper than it may be. */
    @MethodSource("forms")
    @FuzzTest(maxDuration = "5s")
    void readsForms(byte[] body) {
        try {
            var pairs = Form.parse(body);
            var again = pairs.entrySet().stream().map(pair -> encode(pair.getKey()) + "=" + encode(pair.getValue()))
                    .collect(Collectors.joining("&"));
            assertThat(Form.parse(again)).isEqualTo(pairs);
            var parameters = Parameters.of(call("application/x-www-form-urlencoded", body));
            assertThat(parameters.texts()).isTrue();
            assertThat(depth(parameters.tree())).isLessThanOrEqualTo(JsonBody.MAX_DEPTH + 1);
        } catch (MalformedException refused) {
            assertThat(refused.text()).startsWith("found ").hasSizeLessThan(200);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What is read is what Jackson's own reader makes of it. */
    @MethodSource("bodies")
    @FuzzTest(maxDuration = "5s")
    void readsJson(byte[] body) throws IOException {
        try {
            var parameters = Parameters.of(call("application/json", body));
            parameters.number("SdkAppId");
            assertThat(depth(parameters.tree())).isLessThanOrEqualTo(JsonBody.MAX_DEPTH + 1);
            assertThat(new ObjectMapper().readTree(parameters.tree().toString()).isObject()).isTrue();
        } catch (MalformedException refused) {
            assertThat(refused.text()).startsWith("found ").hasSizeLessThan(200);
        }
    }

    private static int depth(JsonNode node) {
        return 1 + node.valueStream().mapToInt(ParametersFuzzTest::depth).max().orElse(0);
    }
}

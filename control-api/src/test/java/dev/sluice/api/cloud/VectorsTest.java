package dev.sluice.api.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.cloud.request.Call;
import dev.sluice.api.cloud.request.Form;
import dev.sluice.config.Config;
import dev.sluice.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.sluice.api.cloud.CloudFixture.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests as the SDKs sent them. */
class VectorsTest {
    private final CloudFixture cloud = new CloudFixture();

    @AfterEach
    void close() {
        cloud.close();
    }

    static Call call(String name) {
        return CloudFixture.VECTORS.get("requests").valueStream().filter(vector -> vector.get("name").asText()
                .equals(name)).map(VectorsTest::call).findFirst().orElseThrow();
    }

    private static Call call(JsonNode vector) {
        var headers = new HashMap<String, String>();
        vector.get("headers").properties().forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        var target = vector.get("target").asText();
        return new Call(vector.get("method").asText(), "/", target.length() > 2 ? target.substring(2) : "", headers,
                vector.get("body").asText().getBytes(StandardCharsets.UTF_8), false);
    }

    static Stream<String> signed() {
        return CloudFixture.VECTORS.get("requests").valueStream().map(vector -> vector.get("name").asText())
                .filter(name -> !name.equals("py-skipsign"));
    }

    /** All others were sent at this time, or a second later. */
    private void setTime(String name) {
        cloud.setTime(name.equals("go-get-tc3") ? 1_795_328_450L : CloudFixture.FIRST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"java-post-tc3 | UnsupportedOperation | AutoPush",
            "java-post-tc3-localhost | UnsupportedOperation | AutoPush",
            "java-get-tc3 | UnsupportedOperation | AutoPush", "java-post-hmacsha256 | UnsupportedOperation | AutoPush",
            "java-post-tc3-apigw | UnsupportedOperation | AutoPush",
            "java-call-json | InvalidParameter.TaskId | no such task", "java-describe | {Status=NotExist} |",
            "node-post-tc3 | UnsupportedOperation | AutoPush", "node-get-hmacsha256 | UnsupportedOperation | AutoPush",
            "py-post-tc3 | UnsupportedOperation | AutoPush", "py-post-hmacsha256 | UnsupportedOperation | AutoPush",
            "py-skipsign | AuthFailure.InvalidAuthorization | Authorization",
            "go-get-tc3 | UnsupportedOperation | AutoPush",
            "pub682-removeuser | FailedOperation.RoomNotExist | 1400000001/room_1",
            "pub682-hostname | {Status=NotExist} |"})
    void eachIsAnsweredAsItsFieldsDeserve(String name, String code, String message) {
        setTime(name);
        assertThat(cloud.answer(call(name))).startsWith(code).contains(message == null ? "" : message);
    }

    @ParameterizedTest
    @MethodSource("signed")
    void oneByteOfTheSecretKeyMatters(String name) {
        var other = new Signer(SIGNER.secretId(), SIGNER.secretKey().replaceFirst("0", "1"));
        try (var changed = new CloudFixture(new Config.ApiKey(other.secretId(),
                Secret.of(other.secretKey()), Optional.empty(),
                Optional.empty()))) {
            changed.setTime(name.equals("go-get-tc3") ? 1_795_328_450L : CloudFixture.FIRST);
            assertThat(changed.answer(call(name))).startsWith("AuthFailure.SignatureFailure");
        }
    }

    @ParameterizedTest
    @MethodSource("signed")
    void oneByteOfBodyOrQueryMatters(String name) {
        setTime(name);
        var call = call(name);
        var body = call.body().clone();
        var query = call.query();
        if (body.length > 0) {
            int at = new String(body, StandardCharsets.ISO_8859_1).indexOf("1400000001");
            body[at] = '2';
        } else {
            query = query.replace("1400000001", "2400000001");
        }
        assertThat(cloud.answer(new Call(call.method(), "/", query, call.headers(), body, false)))
                .startsWith("AuthFailure.SignatureFailure");
    }

    @ParameterizedTest
    @MethodSource("signed")
    void oneByteOfTheHostMatters(String name) {
        setTime(name);
        var call = call(name);
        var changed = Signer.with(call, "host", String.valueOf(call.headers().get("host")).replace("0:18080", "1:18080")
                .replace("1:18080", "2:18080").replace("localhost", "localhosd").replace("test", "tesd"));
        var answer = cloud.answer(changed);
        if (name.equals("java-post-tc3-apigw")) { // signed for the alias, whatever way it came
            assertThat(answer).startsWith("UnsupportedOperation");
        } else {
            assertThat(answer).startsWith("AuthFailure.SignatureFailure");
        }
    }

    @ParameterizedTest
    @MethodSource("signed")
    void theTimeMatters(String name) {
        setTime(name);
        var call = call(name);
        assertThat(cloud.answer(later(call, 1))).startsWith("AuthFailure.SignatureFailure");
        assertThat(cloud.answer(later(call, 400))).startsWith("AuthFailure.SignatureExpire");
        cloud.setTime(cloud.now() + 302);
        assertThat(cloud.answer(call)).startsWith("AuthFailure.SignatureExpire");
    }

    private static Call later(Call call, long seconds) {
        var sent = call.headers().get("x-tc-timestamp");
        if (sent != null) {
            return Signer.with(call, "x-tc-timestamp", Long.toString(Long.parseLong(sent) + seconds));
        }
        var text = call.get() ? call.query() : new String(call.body(), StandardCharsets.UTF_8);
        var matcher = Pattern.compile("Timestamp=([0-9]+)").matcher(text);
        var changed = matcher.replaceFirst(found -> "Timestamp=" + (Long.parseLong(found.group(1)) + seconds));
        return call.get()
                ? new Call("GET", "/", changed, call.headers(), call.body(), false)
                : new Call("POST", "/", "", call.headers(), changed.getBytes(StandardCharsets.UTF_8), false);
    }

    @ParameterizedTest
    @MethodSource("signed")
    void theDateOfACredentialIsTheDayOfTheTime(String name) {
        setTime(name);
        var call = call(name);
        var authorization = call.headers().get("authorization");
        if (authorization != null) {
            var changed = Signer.with(call, "authorization", authorization.replaceFirst("-(\\d)\\d/", "-$19/"));
            assertThat(cloud.answer(changed)).startsWith("AuthFailure.SignatureExpire");
        }
    }

    @ParameterizedTest
    @CsvSource({"java-post-tc3, 127, 127.0.0.1:18080", "java-get-tc3, 127, 127.0.0.1:18080",
            "java-post-tc3-apigw, trtc, trtc.tencentcloudapi.com", "node-post-tc3, 127, 127.0.0.1",
            "py-post-tc3, trtc, 127.0.0.1:18080", "go-get-tc3, trtc, 127.0.0.1:18080",
            "java-post-tc3-localhost, localhost:18080, localhost:18080"})
    void aStartWithAGoodUserSigSucceeds(String name, String service, String host) {
        setTime(name);
        var call = call(name);
        var good = new Call(call.method(), "/", filled(call.query()), call.headers(),
                filled(new String(call.body(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8), false);
        assertThat(cloud.answer(SIGNER.tc3(good, service, host, "content-type;host"))).isEqualTo("{TaskId=task.1}");
        started();
    }

    @ParameterizedTest
    @CsvSource({"java-post-hmacsha256", "node-get-hmacsha256", "py-post-hmacsha256"})
    void soDoesOneOfTheOldSignature(String name) throws Exception {
        setTime(name);
        var call = call(name);
        var text = filled(call.get() ? call.query() : new String(call.body(), StandardCharsets.UTF_8));
        assertThat(cloud.answer(SIGNER.v1(call.method(), "127.0.0.1:18080", Form.parse(text))))
                .isEqualTo("{TaskId=task.1}");
        started();
    }

    private String filled(String text) {
        return text.replaceFirst("eJw-sig(\\*|%2A)_", cloud.userSig(CloudFixture.LENIENT, "robot1"))
                .replace("1400000001", "1400000002");
    }

    private void started() {
        var task = cloud.tasks.last();
        assertThat(task.room()).hasToString("1400000002/room_1");
        assertThat(task.userId()).isEqualTo("robot1");
        assertThat(task.settings().streamUrl()).isEqualTo("https://a.b/test.mp4?x=1&y=中");
        assertThat(task.settings().repeats()).isEqualTo(-1);
        assertThat(task.settings().volume()).isEqualTo(90);
        assertThat(task.settings().tempo()).isEqualTo(1.5);
        assertThat(task.settings().notApplied()).contains("AutoPush");
    }

    /** HmacSHA1 as the Java SDK made it. */
    @Test
    void theOldestSignatureHolds() throws Exception {
        cloud.setTime(CloudFixture.FIRST);
        var call = call("java-post-hmacsha256");
        var parameters = new HashMap<>(Form.parse(call.body()));
        parameters.putAll(Map.of("Nonce", "2118798095", "SignatureMethod", "HmacSHA1"));
        var signed = SIGNER.v1("POST", "127.0.0.1:18080", parameters);
        assertThat(Form.parse(signed.body())).containsEntry("Signature", "h4aJgeZzdZpuBTgmAjVIwb5rGXI=");
        assertThat(cloud.answer(signed)).startsWith("UnsupportedOperation");
    }
}

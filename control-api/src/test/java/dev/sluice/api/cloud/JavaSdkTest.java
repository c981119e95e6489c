package dev.sluice.api.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.trtc.v20190722.TrtcClient;
import com.tencentcloudapi.trtc.v20190722.models.RemoveUserByStrRoomIdRequest;
import dev.sluice.runtime.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.api.cloud.CloudFixture.APP;
import static dev.sluice.api.cloud.CloudFixture.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The cloud's own SDK for Java against a real port. */
class JavaSdkTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CloudFixture cloud = new CloudFixture();
    private final CloudServer server;

    JavaSdkTest() throws Exception {
        cloud.clock.advance(Duration.ofMillis(Clock.SYSTEM.wallMillis() - cloud.clock.wallMillis()));
        server = new CloudServer(cloud, Clock.SYSTEM);
    }

    @AfterEach
    void close() {
        server.close();
        cloud.close();
    }

    private TrtcClient client(String secretKey, String signature, String method) {
        var http = new HttpProfile();
        http.setProtocol(HttpProfile.REQ_HTTP);
        http.setEndpoint("127.0.0.1:" + server.port());
        http.setReqMethod(method);
        return new TrtcClient(new Credential(SIGNER.secretId(), secretKey), "ap-guangzhou",
                new ClientProfile(signature, http));
    }

    private String start() {
        return "{\"SdkAppId\":" + APP + ",\"RoomId\":\"r\",\"RoomIdType\":0,\"UserId\":\"robot\",\"UserSig\":\""
                + cloud.userSig(APP, "robot") + "\",\"StreamUrl\":\"http://h/\u4e2d.flv?a=1&b=2\",\"Tempo\":1.0}";
    }

    @Test
    void aTaskIsStartedDescribedUpdatedAndStopped() throws Exception {
        var client = client(SIGNER.secretKey(), ClientProfile.SIGN_TC3_256, HttpProfile.REQ_POST);
        var taskId = response(client.call("StartStreamIngest", start())).get("TaskId").asText();
        assertThat(cloud.tasks.last().settings().streamUrl()).isEqualTo("http://h/\u4e2d.flv?a=1&b=2");
        var task = "{\"SdkAppId\":" + APP + ",\"TaskId\":\"" + taskId + "\"}";
        assertThat(response(client.call("DescribeStreamIngest", task)).get("Status").asText()).isEqualTo("InProgress");
        assertThat(response(client.call("UpdateStreamIngest", task.replace("}", ",\"IsPause\":true}"))).get("Status")
                .asText()).isEqualTo("InProgress");
        assertThat(response(client.call("StopStreamIngest", task)).has("RequestId")).isTrue();
        assertThat(response(client.call("DescribeStreamIngest", task)).get("Status").asText()).isEqualTo("NotExist");
    }

    private static JsonNode response(String answer) throws Exception {
        return JSON.readTree(answer).get("Response");
    }

    @ParameterizedTest
    @ValueSource(strings = {ClientProfile.SIGN_SHA1, ClientProfile.SIGN_SHA256, ClientProfile.SIGN_TC3_256})
    void everySignatureIsUnderstood(String signature) {
        for (var method : new String[]{HttpProfile.REQ_POST, HttpProfile.REQ_GET}) {
            var request = new RemoveUserByStrRoomIdRequest();
            request.setSdkAppId(APP);
            request.setRoomId("room 1 & more");
            request.setUserIds(new String[]{"u1", "u2"});
            var refused = catchThrowableOfType(TencentCloudSDKException.class,
                    () -> client(SIGNER.secretKey(), signature, method).RemoveUserByStrRoomId(request));
            assertThat(refused.getErrorCode()).as(refused.toString()).isEqualTo("FailedOperation.RoomNotExist");
            assertThat(refused.getMessage()).contains("room 1 & more");
        }
    }

    @Test
    void itsExceptionsCarryTheCodes() {
        var client = client(SIGNER.secretKey(), ClientProfile.SIGN_TC3_256, HttpProfile.REQ_POST);
        assertThat(code(client, "StopStreamIngest", "{\"SdkAppId\":1400000001,\"TaskId\":\"t\"}"))
                .isEqualTo("InvalidParameter.TaskId");
        assertThat(code(client, "NoSuchAction", "{}")).isEqualTo("InvalidAction");
        assertThat(code(client, "StartStreamIngest", "{}")).isEqualTo("MissingParameter.SdkAppId");
        assertThat(code(client, "StartStreamIngest", start().replace("robot", "other")))
                .isEqualTo("InvalidParameter.UserSig");
        assertThat(code(client("another", ClientProfile.SIGN_TC3_256, HttpProfile.REQ_POST), "StartStreamIngest",
                start())).isEqualTo("AuthFailure.SignatureFailure");
    }

    private static String code(TrtcClient client, String action, String json) {
        return catchThrowableOfType(TencentCloudSDKException.class, () -> client.call(action, json)).getErrorCode();
    }
}

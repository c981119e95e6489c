package dev.sluice.e2e.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.trtc.v20190722.TrtcClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tencent's Java SDK as a program of its own, so that it may live in another time; it speaks as {@code sdk.js} does. */
public final class JavaSdk {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JavaSdk() {}

    public static void main(String[] arguments) throws IOException {
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (var line = requests.readLine(); line != null; line = requests.readLine()) {
            System.out.println(answer(JSON.readTree(line)));
        }
    }

    private static ObjectNode answer(JsonNode request) throws IOException {
        var answer = JSON.createObjectNode();
        try {
            // This version has no typed class for the actions of stream ingest.
            var text = client(request).call(request.path("action").asText(), request.path("parameters").toString());
            answer.set("response", JSON.readTree(text).path("Response"));
        } catch (TencentCloudSDKException e) {
            answer.put("code", Optional.ofNullable(e.getErrorCode()).orElse("")).put("message", e.getMessage())
                    .put("requestId", Optional.ofNullable(e.getRequestId()).orElse(""));
        }
        return answer;
    }

    private static TrtcClient client(JsonNode request) {
        var http = new HttpProfile();
        http.setProtocol(HttpProfile.REQ_HTTP);
        http.setEndpoint(request.path("endpoint").asText());
        return new TrtcClient(new Credential(request.path("secretId").asText(), request.path("secretKey").asText()),
                "ap-guangzhou", new ClientProfile(ClientProfile.SIGN_TC3_256, http));
    }
}

package dev.sluice.api.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.cloud.request.Call;
import dev.sluice.testkit.LogLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.api.cloud.CloudFixture.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

/** What HTTP adds: the envelope, the limits, the neighbours. */
class CloudApiTest {
    private static final String TASK = "{\"SdkAppId\":1400000001,\"TaskId\":\"t\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CloudFixture cloud = new CloudFixture();
    private final CloudServer server;

    CloudApiTest() throws Exception {
        server = new CloudServer(cloud, cloud.clock);
    }

    @AfterEach
    void close() {
        server.close();
        cloud.close();
    }

    private record Reply(String head, String body) {
        JsonNode response() throws IOException {
            return JSON.readTree(body).get("Response");
        }
    }

    /** Byte for byte, because the JDK's client lets nobody set the Host. */
    private Reply send(byte[]... parts) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            for (var part : parts) {
                socket.getOutputStream().write(part);
            }
            socket.getOutputStream().flush();
            var reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = reply.indexOf("\r\n\r\n");
            return new Reply(reply.substring(0, end), reply.substring(end + 4));
        }
    }

    private Reply send(Call call) throws IOException {
        var head = new StringBuilder(call.method() + " /" + (call.query().isEmpty() ? "" : "?" + call.query())
                + " HTTP/1.1\r\nConnection: close\r\nContent-Length: " + call.body().length + "\r\n");
        call.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return send(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8), call.body());
    }

    private static void refused(Reply reply, String code) throws IOException {
        assertThat(reply.head()).startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("\r\ncontent-type: application/json\r\n");
        assertThat(reply.response().get("Error").get("Code").asText()).as(reply.body()).isEqualTo(code);
        assertThat(reply.response().get("Error").get("Message").asText()).isNotEmpty();
        assertThat(UUID.fromString(reply.response().get("RequestId").asText())).isNotNull();
    }

    @Test
    void successHasItsFieldsAndARequestId() throws Exception {
        var reply = send(SIGNER.post("DescribeStreamIngest", TASK, cloud.now()));
        assertThat(reply.head()).startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("\r\ncontent-type: application/json\r\n");
        assertThat(reply.response().get("Status").asText()).isEqualTo("NotExist");
        assertThat(UUID.fromString(reply.response().get("RequestId").asText())).isNotNull();
        assertThat(reply.response()).hasSize(2);
        var get = send(SIGNER.get("DescribeStreamIngest", "TaskId=t&SdkAppId=1400000001", cloud.now()));
        assertThat(get.response().get("RequestId")).isNotEqualTo(reply.response().get("RequestId"));
    }

    @Test
    void anErrorIsStatus200Too() throws Exception {
        refused(send(SIGNER.post("StopStreamIngest", TASK, cloud.now())), "InvalidParameter.TaskId");
        refused(send(SIGNER.post("StopStreamIngest", "{", cloud.now())), "InvalidParameter.BodyParamsError");
        refused(send(VectorsTest.call("py-skipsign")), "AuthFailure.InvalidAuthorization");
        refused(send(SIGNER.get("StopStreamIngest", "a=%zz", cloud.now())), "InvalidParameter.BodyParamsError");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "PATCH"})
    void onlyGetAndPostAreSpoken(String method) throws Exception {
        var call = SIGNER.post("DescribeStreamIngest", TASK, cloud.now());
        refused(send(new Call(method, "/", "", call.headers(), call.body(), false)), "UnsupportedProtocol");
    }

    @Test
    void aHeadIsAnsweredWithoutABody() throws Exception {
        var call = SIGNER.post("DescribeStreamIngest", TASK, cloud.now());
        var reply = send(new Call("HEAD", "/", "", call.headers(), new byte[0], false));
        assertThat(reply.head()).startsWith("HTTP/1.1 200 ");
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void aGetWithoutAQueryIsForTheConsole() throws Exception {
        var reply = send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(reply.head()).startsWith("HTTP/1.1 302 ").containsIgnoringCase("location: /console/");
    }

    @Test
    void aBodyThatIsTooLongIsRefusedWhoeverSendsIt() throws Exception {
        var longest = ("{\"SdkAppId\":1400000001,\"TaskId\":\"t\"" + " ".repeat(CloudServer.MAX_BODY)).getBytes(
                StandardCharsets.UTF_8);
        var fits = new byte[CloudServer.MAX_BODY];
        System.arraycopy(longest, 0, fits, 0, fits.length);
        fits[fits.length - 1] = '}';
        assertThat(send(SIGNER.post("DescribeStreamIngest", fits, cloud.now())).response().has("Status")).isTrue();
        refused(send(SIGNER.post("DescribeStreamIngest", longest, cloud.now())), "RequestSizeLimitExceeded");
    }

    @Test
    void aBodyWithoutEndIsCutOff() throws Exception {
        var call = SIGNER.post("DescribeStreamIngest", TASK, cloud.now());
        var head = new StringBuilder("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n");
        call.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var chunk = ("2000\r\n" + " ".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.UTF_8);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            int written = 0;
            try {
                while (written < 1000) {
                    socket.getOutputStream().write(chunk);
                    written++;
                }
            } catch (IOException cutOff) {
                assertThat(written).isGreaterThan(2 * CloudServer.MAX_BODY / 0x2000);
            }
            assertThat(written).isLessThan(1000);
        }
    }

    @Test
    void aRefusalDoesNotWaitForTheBody() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nContent-Type:"
                    + " application/json\r\n\r\n{").getBytes(StandardCharsets.UTF_8));
            var reply = new ByteArrayOutputStream();
            while (!reply.toString(StandardCharsets.UTF_8).contains("AuthFailure.InvalidAuthorization")) {
                int next = socket.getInputStream().read();
                assertThat(next).isNotNegative();
                reply.write(next);
            }
        }
    }

    @Test
    void aQueryHas32KilobytesAtMost() throws Exception {
        var query = "SdkAppId=1400000001&TaskId=";
        var longest = query + "t".repeat(32 * 1024 - query.length());
        assertThat(send(SIGNER.get("DescribeStreamIngest", longest, cloud.now())).response().has("Status")).isTrue();
        refused(send(SIGNER.get("DescribeStreamIngest", longest + "t", cloud.now())), "RequestSizeLimitExceeded");
    }

    @Test
    void twoRequestsOnOneConnectionAreAnsweredInTurn() throws Exception {
        var call = SIGNER.post("DescribeStreamIngest", TASK, cloud.now());
        var head = new StringBuilder("POST / HTTP/1.1\r\nContent-Length: " + call.body().length + "\r\n");
        call.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var first = (head + "\r\n" + TASK).getBytes(StandardCharsets.UTF_8);
        var last = (head + "Connection: close\r\n\r\n" + TASK).getBytes(StandardCharsets.UTF_8);
        assertThat(send(first, last).body().split("NotExist", -1)).hasSize(3);
    }

    @Test
    void noSecretIsLogged() throws Exception {
        var sig = cloud.userSig(CloudFixture.APP, "u");
        try (var log = new LogLines(Exchange.class)) {
            send(SIGNER.post("StartStreamIngest", "{\"SdkAppId\":1400000001,\"RoomId\":\"r\",\"RoomIdType\":0,"
                    + "\"UserId\":\"u\",\"UserSig\":\"" + sig + "\",\"StreamUrl\":\"http://h/a?key=hidden\"}",
                    cloud.now()));
            send(SIGNER.post("StartStreamIngest", "{\"SdkAppId\":1400000001,\"RoomId\":\"r\",\"RoomIdType\":0,"
                    + "\"UserId\":\"v\",\"UserSig\":\"" + sig + "\",\"StreamUrl\":\"http://h/a?key=hidden\"}",
                    cloud.now()));
            assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("StartStreamIngest by AKIDEXAMPLE"))
                    .noneMatch(line -> line.contains("hidden") || line.contains(sig));
        }
    }
}

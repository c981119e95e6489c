package dev.sluice.e2e;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.e2e.rig.CallbackReceiver;
import dev.sluice.e2e.rig.ChildProcess;
import dev.sluice.e2e.rig.CloudKey;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.FlvServer;
import dev.sluice.e2e.rig.Postgres;
import dev.sluice.e2e.rig.Sdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the tests of the cloud API stand on must be able to say no. */
class CloudRigTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @Test
    void sourceGoesOnBeyondItsClipAndBreaksWhenItIsStopped(@TempDir Path folder) {
        try (var source = new FlvServer(folder)) {
            var play = play(source, "-t", "3");
            assertThat(play.awaitExit(LIMIT)).isZero();
            play.await("frame= *[89]\\d ", Duration.ZERO);
            var endless = play(source);
            endless.await("Stream #0:1", LIMIT);
            source.stop();
            endless.awaitExit(LIMIT);
            assertThat(play(source).awaitExit(LIMIT)).as("nobody listens").isNotZero();
            source.listen();
            assertThat(play(source, "-t", "0.5").awaitExit(LIMIT)).isZero();
            assertThat(source.asked()).isEqualTo(3);
        }
    }

    private static ChildProcess play(FlvServer source, String... limits) {
        var arguments = new ArrayList<>(List.of("-i", source.url("rig")));
        arguments.addAll(List.of(limits));
        arguments.addAll(List.of("-c", "copy", "-f", "null", "-"));
        return ChildProcess.start("player", FfmpegProgram.FFMPEG_5.command(arguments));
    }

    @Test
    void databaseKeepsWhatItHasWhileItIsAway() throws SQLException {
        try (var postgres = Postgres.start()) {
            execute(postgres, "CREATE TABLE kept (n INT)");
            postgres.stop();
            assertThatThrownBy(() -> execute(postgres, "INSERT INTO kept VALUES (1)")).isInstanceOf(SQLException.class);
            postgres.startAgain();
            execute(postgres, "INSERT INTO kept VALUES (1)");
        }
    }

    private static void execute(Postgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.url());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void receiverKeepsWhatIsSignedAndObjectsToTheRest() throws Exception {
        try (var receiver = new CallbackReceiver().answering(callback -> callback.attempt() == 1 ? 500 : 200)) {
            var body = """
                    {"EventGroupId":7,"EventType":701,"CallbackMsTs":%d,"EventInfo":{"EventMsTs":1,"TaskId":"t","Status":2}}"""
                    .formatted(System.currentTimeMillis());
            assertThat(post(receiver, body, 1, CallbackReceiver.sign(body))).isEqualTo(500);
            assertThat(post(receiver, body, 2, CallbackReceiver.sign(body))).isEqualTo(200);
            assertThat(receiver.attempts()).hasSize(2);
            assertThat(receiver.awaitTask("701/2", "t", LIMIT).attempt()).isEqualTo(2);
            post(receiver, body + " ", 3, CallbackReceiver.sign(body));
            assertThatThrownBy(receiver::attempts).hasMessageContaining("Sign");
        }
    }

    private static int post(CallbackReceiver receiver, String body, int attempt, String sign) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(receiver.url()))
                    .headers("Content-Type", "application/json", "Sign", sign, "SdkAppId", "1400000001",
                            "Sluice-Event-Id", "e1", "Sluice-Attempt", Integer.toString(attempt))
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sdkTellsAnswersFromRefusalsAndItsClockCanBeWrong(Sdk sdk) throws IOException {
        var api = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        api.createContext("/", exchange -> {
            try (exchange) {
                var headers = exchange.getRequestHeaders();
                var answer = answer(headers.getFirst("X-TC-Action"), headers.getFirst("X-TC-Timestamp"));
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        api.start();
        var endpoint = "127.0.0.1:" + api.getAddress().getPort();
        try (var now = sdk.start(endpoint); var past = sdk.startInThePast(endpoint, Duration.ofMinutes(6))) {
            assertThat(now.call("DescribeStreamIngest", Map.of("SdkAppId", 1)).text("Status"))
                    .satisfies(time -> assertThat(behind(time)).isLessThan(10));
            assertThat(past.call("DescribeStreamIngest", Map.of()).text("Status"))
                    .satisfies(time -> assertThat(behind(time)).isBetween(359L, 370L));
            assertThat(now.call(CloudKey.WRONG, "NoSuchAction", Map.of()).code()).isEqualTo("InvalidAction");
        } finally {
            api.stop(0);
        }
    }

    private static byte[] answer(String action, String time) {
        return ("NoSuchAction".equals(action)
                ? "{\"Response\":{\"Error\":{\"Code\":\"InvalidAction\",\"Message\":\"m\"},\"RequestId\":\"r\"}}"
                : "{\"Response\":{\"Status\":\"" + time + "\",\"RequestId\":\"r\"}}").getBytes(StandardCharsets.UTF_8);
    }

    private static long behind(String time) {
        return System.currentTimeMillis() / 1000 - Long.parseLong(time);
    }
}

package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.CloudKey;
import dev.sluice.e2e.rig.CloudSettings;
import dev.sluice.e2e.rig.FlvServer;
import dev.sluice.e2e.rig.Ingest;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Sdk;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

/** A backend written for the cloud changes its endpoint and works: the cloud's own SDKs drive pulls of a live source. */
@ExtendWith(Browser.Extension.class)
class SdkTest {
    private static final Duration TURN = Duration.ofSeconds(10);
    private static final Duration MORE_THAN_ALLOWED = Duration.ofMinutes(6);
    private static final int MORE_THAN_A_SECOND_HAS = 60;
    private static final int FRAMES = 60;
    private static RelayProcess relay;
    private static FlvServer source;

    @BeforeAll
    static void start(@TempDir Path folder) {
        source = new FlvServer(folder);
        relay = RelayProcess.startCloud(folder, CloudSettings.USUAL);
    }

    @AfterAll
    static void stop() {
        relay.close();
        source.close();
    }

    @ParameterizedTest
    @EnumSource
    void pullIsStartedWatchedChangedAndStopped(Sdk sdk, Browser browser) {
        try (var client = sdk.start(relay.endpoint())) {
            var room = "sdk_" + sdk;
            var task = client.call("StartStreamIngest", Ingest.start(room, "robot", source.url("a"))).text("TaskId");
            relay.awaitAnchor(room, "robot");
            assertThat(status(client, task)).isEqualTo("InProgress");
            var viewer = browser.viewer().playing(relay.whep(Tokens.APP, room, "viewer"), Tokens.userSig("viewer"));
            viewer.awaitFrames(FRAMES, TURN);
            Await.until("the tone is heard", TURN, () -> Math.abs(viewer.tone().hertz() - Push.TONE_HERTZ) < 6);
            var changed = client.call("UpdateStreamIngest",
                    Ingest.with(Ingest.of(task), "StreamUrl", source.url("b")));
            assertThat(changed.text("Status")).isEqualTo("InProgress");
            int decoded = viewer.framesDecoded();
            Await.until("frames of the new source", TURN, () -> viewer.framesDecoded() > decoded + FRAMES);
            assertThat(client.call("StopStreamIngest", Ingest.of(task)).text("RequestId")).isNotEmpty();
            relay.awaitGone(room, "robot");
            assertThat(status(client, task)).isEqualTo("NotExist");
            Await.until("the source is left", TURN, () -> source.playing() == 0);
        }
    }

    private static String status(Sdk.Running client, String task) {
        return client.call("DescribeStreamIngest", Ingest.of(task)).text("Status");
    }

    @ParameterizedTest
    @EnumSource
    void refusalsArriveAsTheExceptionsOfTheSdk(Sdk sdk) {
        var start = Ingest.start("refused_" + sdk, "robot", source.url("r"));
        try (var client = sdk.start(relay.endpoint())) {
            assertSoftly(softly -> expectedCodes(start).forEach((code, asked) -> {
                var answer = client.call(asked.key(), asked.action(), asked.parameters());
                softly.assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
                softly.assertThat(answer.requestId()).as("RequestId of " + code).isNotEmpty();
            }));
        }
    }

    private record Asked(CloudKey key, String action, Map<String, Object> parameters) {}

    private static Map<String, Asked> expectedCodes(Map<String, Object> start) {
        return Map.ofEntries(
                refused("AuthFailure.SignatureFailure", CloudKey.WRONG, "StartStreamIngest", start),
                refused("AuthFailure.SecretIdNotFound", CloudKey.UNKNOWN, "StartStreamIngest", start),
                refused("AuthFailure.UnauthorizedOperation", CloudKey.READ_ONLY, "StartStreamIngest", start),
                refused("InvalidAction", CloudKey.FULL, "PourStreamIngest", start),
                refused("MissingParameter.RoomId", CloudKey.FULL, "StartStreamIngest",
                        Ingest.without(start, "RoomId")),
                refused("MissingParameter", CloudKey.FULL, "StartStreamIngest", Ingest.without(start, "UserId")),
                refused("UnknownParameter", CloudKey.FULL, "StartStreamIngest", Ingest.with(start, "Colour", "red")),
                refused("InvalidParameter.UserSig", CloudKey.FULL, "StartStreamIngest",
                        Ingest.with(start, "UserSig", Tokens.expired("robot"))),
                refused("InvalidParameter.StreamUrl", CloudKey.FULL, "StartStreamIngest",
                        Ingest.with(start, "StreamUrl", "http://169.254.169.254/latest.flv")),
                refused("InvalidParameter.TaskId", CloudKey.FULL, "StopStreamIngest", Ingest.of("never-was")),
                refused("FailedOperation.TaskNotExist", CloudKey.FULL, "UpdateStreamIngest", Ingest.of("never-was")));
    }

    private static Map.Entry<String, Asked> refused(String code, CloudKey key, String action,
            Map<String, Object> parameters) {
        return Map.entry(code, new Asked(key, action, parameters));
    }

    @ParameterizedTest
    @EnumSource
    void clockThatIsWrongIsSaidSo(Sdk sdk) {
        try (var client = sdk.startInThePast(relay.endpoint(), MORE_THAN_ALLOWED)) {
            assertThat(client.call("DescribeStreamIngest", Ingest.of("any")).code())
                    .isEqualTo("AuthFailure.SignatureExpire");
        }
    }

    /** An action of its own for each SDK: the same key may have spent what it had of another within this second. */
    static Arguments[] floods() {
        return new Arguments[]{
                Arguments.argumentSet("Node", Sdk.NODE, "DismissRoomByStrRoomId",
                        Map.of("SdkAppId", Tokens.APP, "RoomId", "nobody")),
                Arguments.argumentSet("Java", Sdk.JAVA, "DismissRoom", Map.of("SdkAppId", Tokens.APP, "RoomId", 7))};
    }

    @ParameterizedTest
    @MethodSource("floods")
    void moreRequestsThanAllowedAreRefusedAndOtherActionsAreNot(Sdk sdk, String action, Map<String, Object> room) {
        try (var client = sdk.start(relay.endpoint())) {
            var codes = new HashSet<String>();
            client.callOften(MORE_THAN_A_SECOND_HAS, action, room).forEach(answer -> codes.add(answer.code()));
            assertThat(codes).isEqualTo(Set.of("FailedOperation.RoomNotExist", "RequestLimitExceeded"));
            assertThat(client.call("StopStreamIngest", Ingest.of("never-was")).code())
                    .isEqualTo("InvalidParameter.TaskId");
        }
    }
}

package dev.sluice.api.cloud;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.sluice.api.cloud.CloudFixture.APP;
import static org.assertj.core.api.Assertions.assertThat;

class TaskActionsTest {
    private static final String TASK = "{\"SdkAppId\":1400000001,\"TaskId\":\"task.1\"}";

    private final CloudFixture cloud = new CloudFixture();

    @BeforeEach
    void start() {
        assertThat(cloud.post("StartStreamIngest", "{\"SdkAppId\":1400000001,\"RoomId\":\"r\",\"RoomIdType\":0,"
                + "\"UserId\":\"u\",\"UserSig\":\"" + cloud.userSig(APP, "u") + "\",\"StreamUrl\":\"RTMP://h/a\"}"))
                .isEqualTo("{TaskId=task.1}");
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void aTaskIsDescribedStoppedAndThenNotThere() {
        assertThat(cloud.post("DescribeStreamIngest", TASK)).isEqualTo("{Status=InProgress}");
        assertThat(cloud.post("StopStreamIngest", TASK)).isEqualTo("{}");
        assertThat(cloud.post("DescribeStreamIngest", TASK)).isEqualTo("{Status=NotExist}");
        assertThat(cloud.post("StopStreamIngest", TASK)).startsWith("FailedOperation.TaskFinished");
        assertThat(cloud.post("UpdateStreamIngest", TASK)).startsWith("FailedOperation.TaskNotExist");
    }

    @Test
    void anotherApplicationDoesNotKnowIt() {
        var foreign = TASK.replace("0001", "0002");
        assertThat(cloud.post("DescribeStreamIngest", foreign)).isEqualTo("{Status=NotExist}");
        assertThat(cloud.post("StopStreamIngest", foreign)).startsWith("InvalidParameter.TaskId");
        assertThat(cloud.post("UpdateStreamIngest", foreign)).startsWith("FailedOperation.TaskNotExist");
    }

    @Test
    void anIdThatNoTaskCanHaveIsNotLookedUp() {
        cloud.tasks.failure = new IllegalStateException("looked up");
        for (var id : new String[]{"a b", "a/b", "x".repeat(257)}) {
            var request = "{\"SdkAppId\":1400000001,\"TaskId\":\"" + id + "\"}";
            assertThat(cloud.post("DescribeStreamIngest", request)).isEqualTo("{Status=NotExist}");
            assertThat(cloud.post("StopStreamIngest", request)).startsWith("InvalidParameter.TaskId");
            assertThat(cloud.post("UpdateStreamIngest", request)).startsWith("FailedOperation.TaskNotExist");
        }
    }

    @Test
    void whatAnUpdateLeavesOutIsUnchanged() {
        assertThat(cloud.post("UpdateStreamIngest", TASK)).isEqualTo("{Status=InProgress}");
        var nothing = cloud.tasks.updates.getLast();
        assertThat(nothing.streamUrl()).isEmpty();
        assertThat(nothing.volume()).isEmpty();
        assertThat(nothing.paused()).isEmpty();
        assertThat(nothing.tempo()).isEmpty();
        assertThat(cloud.post("UpdateStreamIngest", TASK.replace("}",
                ",\"StreamUrl\":\"http://h/b\",\"Volume\":0,\"IsPause\":true,\"Tempo\":2,\"EnableProgress\":false}")))
                .isEqualTo("{Status=InProgress}");
        var all = cloud.tasks.updates.getLast();
        assertThat(all.streamUrl()).contains("http://h/b");
        assertThat(all.volume()).isEqualTo(Optional.of(0));
        assertThat(all.paused()).contains(true);
        assertThat(all.tempo()).contains(2.0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "StopStreamIngest | {} | MissingParameter | SdkAppId",
            "StopStreamIngest | `{\"SdkAppId\":1400000001}` | MissingParameter | TaskId",
            "StopStreamIngest | `{\"SdkAppId\":7,\"TaskId\":\"t\"}` | InvalidParameter.SdkAppId | 7",
            "DescribeStreamIngest | {} | MissingParameter.SdkAppId | SdkAppId",
            "DescribeStreamIngest | `{\"SdkAppId\":1400000001}` | MissingParameter.TaskId | TaskId",
            "DescribeStreamIngest | `{\"SdkAppId\":7,\"TaskId\":\"t\"}` | InvalidParameter.SdkAppId | 7",
            "UpdateStreamIngest | `{\"SdkAppId\":1400000001}` | MissingParameter.TaskId | TaskId",
            "UpdateStreamIngest | `{\"SdkAppId\":1400000001,\"TaskId\":\"t\",\"Volume\":201}` | InvalidParameterValue | Vol",
            "UpdateStreamIngest | `{\"SdkAppId\":1400000001,\"TaskId\":\"t\",\"SeekSecond\":1}` | UnknownParameter | Seek",
            "UpdateStreamIngest | `{\"SdkAppId\":1400000001,\"TaskId\":\"t\",\"StreamUrl\":\"\"}` | InvalidParameter.StreamUrl"
                    + "| scheme",
            "UpdateStreamIngest | `{\"SdkAppId\":1400000001,\"TaskId\":\"t\",\"EnableProgress\":true}` | UnsupportedOperation"
                    + "| EnableProgress"})
    void aBadRequest(String action, String json, String code, String message) {
        assertThat(cloud.post(action, json)).startsWith(code + " | ").contains(message);
        assertThat(cloud.tasks.updates).isEmpty();
    }
}

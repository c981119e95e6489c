package dev.sluice.webhook;

import dev.sluice.config.Secret;
import dev.sluice.event.CallbackEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LetterTest {
    private static final String TASK_INFO = "{\"EventMsTs\":1701937900012,\"TaskId\":\"task-1\",\"Status\":0}";

    /** As the cloud's documentation has it, written with tabs. */
    @Test
    void signsTheDocumentedBody() {
        var body = "{\n\t\"EventGroupId\":\t2,\n\t\"EventType\":\t204,\n\t\"CallbackTs\":\t1664209748188,\n"
                + "\t\"EventInfo\":\t{\n\t\t\"RoomId\":\t8489,\n\t\t\"EventTs\":\t1664209748,\n"
                + "\t\t\"EventMsTs\":\t1664209748180,\n\t\t\"UserId\":\t\"user_85034614\",\n\t\t\"Reason\":\t0\n\t}\n}";
        assertThat(BodySignature.sign("123654", body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("kkoFeO3Oh2ZHnjtg8tEAQhtXK16/KI05W3BQff8IvGA=");
    }

    @Test
    void anIngestEventIsTheReferencesToTheByte() {
        var event = new CallbackEvent("e1", 1_400_000_001L, "q", 7, 701, 1_701_937_900_012L, TASK_INFO, "");
        var letter = Letter.of(event, 1, Optional.of(Secret.of("123654")), 1_701_937_900_012L);
        assertThat(letter.body()).isEqualTo(
                "{\"EventGroupId\":7,\"EventType\":701,\"CallbackMsTs\":1701937900012,\"EventInfo\":" + TASK_INFO
                        + "}");
        assertThat(letter.headers()).containsEntry("Sign", "sluVtg9BvIN+DPY7GUVPnBKknzW6MSDFrYVquRpqTYQ=")
                .containsEntry("Content-Type", "application/json").containsEntry("SdkAppId", "1400000001")
                .containsEntry("Sluice-Event-Id", "e1").containsEntry("Sluice-Attempt", "1")
                .doesNotContainKey("Sluice-Reason");
    }

    @Test
    void anAttemptHasItsOwnTimeAndSignature() {
        var event = new CallbackEvent("e1", 1, "q", 1, 104, 5, "{\"RoomId\":\"r\"}", "B_FRAMES");
        var first = Letter.of(event, 1, Optional.of(Secret.of("k")), 1_000);
        var second = Letter.of(event, 2, Optional.of(Secret.of("k")), 2_000);
        assertThat(first.body()).isEqualTo(
                "{\"EventGroupId\":1,\"EventType\":104,\"CallbackTs\":1000,\"EventInfo\":{\"RoomId\":\"r\"}}");
        assertThat(second.headers()).containsEntry("Sluice-Attempt", "2").containsEntry("Sluice-Reason", "B_FRAMES")
                .containsEntry("Sluice-Event-Id", "e1")
                .doesNotContainEntry("Sign", first.headers().get("Sign"));
    }

    @Test
    void withoutAKeyThereIsNoSignature() {
        var event = new CallbackEvent("e1", 1, "q", 1, 102, 5, "{}", "");
        assertThat(Letter.of(event, 1, Optional.empty(), 1).headers()).doesNotContainKey("Sign");
    }
}

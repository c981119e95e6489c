package dev.sluice.rtmp;

import dev.sluice.room.RoomId;
import dev.sluice.rtmp.testkit.Tags;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Pushes to an application that requires PrivateMapKeys. */
class TicketTest {
    private static final RoomId ROOM = RoomId.named("room1");

    private final TestRoom room = new TestRoom(true);

    @AfterEach
    void close() {
        room.close();
    }

    private void refused(String key, String said) {
        var encoder = room.encoder;
        encoder.handshake().connect("push").answers();
        var answers = encoder.publish(key).answers();
        while (answers.isEmpty()) {
            encoder.channel.runPendingTasks();
            answers = encoder.answers();
        }
        assertThat(answers).singleElement().asString().startsWith("onStatus 0 on 1 ")
                .contains("error NetStream.Publish.Denied " + said);
    }

    @Test
    void withoutATicketThePushIsDenied() {
        refused(room.key(), "PRIVILEGE_MISSING: PrivateMapKey: found none");
    }

    @Test
    void aTicketForAnIntegerRoomOfTheSameNameIsDenied() {
        var key = room.key().replace("room1", "123") + "&privatemapkey=" + room.ticket(RoomId.numeric("123"), 255);
        refused(key, "PRIVILEGE_MISSING: PrivateMapKey: room: found the integer room 123");
    }

    @Test
    void aUserSigIsNoTicket() {
        var sig = room.key().replaceFirst(".*usersig=", "");
        refused(room.key() + "&privatemapkey=" + sig, "TOKEN_MALFORMED: PrivateMapKey: token kind: found a UserSig");
    }

    @Test
    void aTicketThatHasExpiredIsDenied() {
        var ticket = room.ticket(ROOM, 255);
        room.encoder.clock.advance(Duration.ofSeconds(3_601));
        refused(room.key() + "&privatemapkey=" + ticket, "TOKEN_EXPIRED: PrivateMapKey: token expiry");
    }

    @Test
    void withoutThePrivilegeToCreateThereMustBeARoom() {
        refused(room.key() + "&privatemapkey=" + room.ticket(ROOM, 22), "PRIVILEGE_MISSING: room: found none");
    }

    @Test
    void theKeyThatFfmpegCutIsNamedWhereItCutTheTicketOff() {
        var cut = room.key() + "&x=" + "x".repeat(508 - room.key().length());
        assertThat(cut).hasSize(511);
        refused(cut, "TOKEN_MALFORMED: the stream key has exactly 511 bytes");
    }

    @Test
    void whatTheTicketDoesNotAllowIsNotCarried() {
        room.start(room.key() + "&privatemapkey=" + room.ticket(ROOM, 7));
        room.encoder.video(0, Tags.VIDEO_CONFIG).audio(0, Tags.AUDIO_CONFIG);
        for (int time = 0; time < 3_000; time += 100) {
            room.encoder.video(time, Tags.KEY_FRAME).audio(time, Tags.AUDIO_FRAME);
            room.encoder.clock.advanceMillis(100);
        }
        assertThat(room.anchor().tracks()).extracting(track -> track.info().id()).isEqualTo(List.of("audio"));
        assertThat(room.encoder.answers()).isEmpty();
    }

    @Test
    void aPushOfNothingElseIsEnded() {
        room.start(room.key() + "&privatemapkey=" + room.ticket(ROOM, 7));
        room.encoder.video(0, Tags.VIDEO_CONFIG).video(0, Tags.KEY_FRAME);
        room.encoder.clock.advance(Duration.ofSeconds(2));
        room.encoder.video(2_000, Tags.KEY_FRAME);
        assertThat(room.encoder.answers()).singleElement().asString().contains("error NetStream.Publish.Denied"
                + " PRIVILEGE_MISSING: PrivateMapKey: privileges: found 7, expected SEND_VIDEO (16)");
    }
}

package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.rig.ChildProcess;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that requires PrivateMapKeys, with an encoder and a browser that have one each, or none. */
@ExtendWith(Browser.Extension.class)
class TicketTest {
    private static final int PUBLISH = 23;
    private static final int SEE = 34;
    private static RelayProcess relay;

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    private static ChildProcess push(String user, String more) {
        var key = "room?sdkappid=" + Tokens.OTHER_APP + "&userid=" + user + "&usersig=" + Tokens.foreign(user) + more;
        return Push.withKey(FfmpegProgram.FFMPEG_5, relay.rtmpServer(), key).start();
    }

    @Test
    void whoHasATicketDoesWhatItAllows(Browser browser) {
        var whep = relay.whep(Tokens.OTHER_APP, "room", "eve");
        try (var refused = push("bob", "")) {
            assertThat(refused.awaitExit(Duration.ofSeconds(5))).as("exit code").isNotZero();
            assertThat(refused.output()).contains("PRIVILEGE_MISSING: PrivateMapKey: found none");
        }
        var own = Tokens.ticket("cam", "room", PUBLISH);
        try (var _ = push("cam", "&privatemapkey=" + own)) {
            relay.awaitAnchor(Tokens.OTHER_APP, "room", "cam");
            var stranger = browser.viewer().play(whep, Tokens.foreign("eve"));
            assertThat(stranger.status()).isEqualTo(403);
            assertThat(stranger.code()).isEqualTo("PRIVILEGE_MISSING");
            var ticket = Tokens.ticket("eve", "room", SEE);
            var viewer = browser.viewer();
            viewer.page().evaluate("ticket => { privateMapKey = ticket; }", ticket);
            var answer = viewer.play(whep, Tokens.foreign("eve"));
            assertThat(answer.status()).as("status of %s", answer).isEqualTo(201);
            assertThat(answer.body()).contains("m=audio 0 ").doesNotContain("m=video 0 ");
            viewer.awaitFrames(30, Duration.ofSeconds(5));
            assertThat(viewer.leave()).isEqualTo(200);
            assertThat(relay.process().output()).as("the log").doesNotContain(own).doesNotContain(ticket);
        }
    }
}

package dev.sluice.e2e;

import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may not push reads why in the output of the encoder. */
class RtmpRefusalTest {
    private static final Duration TOLD = Duration.ofSeconds(5);
    private static RelayProcess relay;

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(refusal("no token", "room", key(Tokens.APP, "cam"), "TOKEN_MISSING"),
                refusal("no parameters", "room", "", "APP_UNKNOWN"),
                refusal("token of no known form", "room", key(Tokens.APP, "cam") + "&usersig=abc", "TOKEN_MALFORMED"),
                refusal("expired", "room", key(Tokens.APP, "cam", Tokens.expired("cam")), "TOKEN_EXPIRED"),
                refusal("signed by another", "room", key(Tokens.APP, "cam", Tokens.forged("cam")), "TOKEN_SIGNATURE"),
                refusal("another user's", "room", key(Tokens.APP, "cam", Tokens.userSig("bob")), "TOKEN_WRONG_USER"),
                refusal("another application's", "room", key(Tokens.APP, "cam", Tokens.foreign("cam")),
                        "TOKEN_SIGNATURE"),
                refusal("names another application", "room", key(Tokens.APP, "cam", Tokens.misnamed("cam")),
                        "TOKEN_WRONG_APP"),
                refusal("unknown application", "room", key(Tokens.UNKNOWN_APP, "cam", Tokens.userSig("cam")),
                        "APP_UNKNOWN"),
                refusal("bad room", "bad.room", key(Tokens.APP, "cam", Tokens.userSig("cam")), "ROOM_INVALID"),
                refusal("bad user", "room", key(Tokens.APP, "c.m", Tokens.userSig("c.m")), "USER_INVALID"),
                Arguments.argumentSet("expired, to FFmpeg 8", FfmpegProgram.FFMPEG_8, "room",
                        key(Tokens.APP, "cam", Tokens.expired("cam")), "TOKEN_EXPIRED"));
    }

    private static Arguments refusal(String name, String room, String query, String code) {
        return Arguments.argumentSet(name, FfmpegProgram.FFMPEG_5, room, query, code);
    }

    private static String key(int app, String user) {
        return "sdkappid=" + app + "&userid=" + user;
    }

    private static String key(int app, String user, String token) {
        return key(app, user) + "&usersig=" + token;
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void encoderPrintsTheStableCode(FfmpegProgram program, String room, String query, String code) {
        try (var push = Push.with(program, relay.rtmpWithQuery(room, query)).start()) {
            assertThat(push.awaitExit(TOLD)).as("exit code").isNotZero();
            assertThat(push.output()).contains(code).doesNotContain("Output #0, flv");
        }
        if (query.contains("usersig=eJ")) {
            assertThat(relay.process().output()).as("the log").doesNotContain(query.replaceAll(".*usersig=", ""));
        }
    }
}

package dev.sluice.server.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DemoCommandTest {
    private static final Path PROGRAM = Path.of("ffmpeg");
    private static final String KEY = "demo?sdkappid=1&userid=demo&usersig=eJyrVgrx";

    @Test
    void noArgumentOfThePushHoldsTheToken() {
        var command = PushCommand.of(PROGRAM, Path.of("clip.flv"), Path.of("push.ffpreset"), 1935);
        assertThat(command).noneMatch(argument -> argument.contains("usersig") || argument.contains("sdkappid"));
        assertThat(command).containsSequence("-fpre", "push.ffpreset").endsWith("rtmp://127.0.0.1:1935/push");
        assertThat(PushCommand.preset(KEY)).isEqualTo("rtmp_playpath=" + KEY + "\n");
    }

    @Test
    void theClipCanBePlayedByABrowserAndLoopsWithoutASeam() {
        var command = ClipCommand.of(PROGRAM, Optional.empty());
        assertThat(command).containsSequence("-profile:v", "constrained_baseline").containsSequence("-g", "30")
                .containsSequence("-c:a", "aac").endsWith("pipe:1");
        assertThat(ClipCommand.SECONDS * 48_000 % 1024).isZero();
        assertThat(graph(command)).contains("testsrc2");
    }

    @Test
    void whereThereIsAFontAClockIsBurnedIn() {
        var command = ClipCommand.of(PROGRAM, Optional.of(Path.of("/fonts/Bold.ttf")));
        assertThat(graph(command)).contains("drawtext=fontfile='/fonts/Bold.ttf'", "mod(t\\,60)")
                .doesNotContain("testsrc2");
    }

    private static String graph(List<String> command) {
        return command.get(command.indexOf("-filter_complex") + 1);
    }

    @ParameterizedTest
    @CsvSource({"frame=0, 0", "frame=120, 25", "frame= 480, 100", "frame=9999, 100", "fps=25, -1", "progress=end, -1"})
    void progressIsReadFromFfmpegsLines(String line, int percent) {
        assertThat(Demo.percent(line)).isEqualTo(percent);
    }
}

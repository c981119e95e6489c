package dev.sluice.server.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class LogSetupTest {
    private final PrintStream before = System.err;

    @AfterEach
    void restore() {
        System.setErr(before);
        LogSetup.apply(LogSetup.Format.TEXT, "info");
    }

    private static String logged(LogSetup.Format format, String level) {
        var bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        LogSetup.apply(format, level);
        var log = LoggerFactory.getLogger("dev.sluice.Thing");
        log.info("hello {}", "world");
        log.debug("details");
        LoggerFactory.getLogger("io.netty.Thing").info("chatter");
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void textIsALineWithTimeLevelAndSource() {
        assertThat(logged(LogSetup.Format.TEXT, "INFO"))
                .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d) INFO  Thing: hello world\\R");
    }

    @Test
    void jsonIsAnObjectALine() throws Exception {
        var line = new ObjectMapper().readTree(logged(LogSetup.Format.JSON, "INFO"));
        assertThat(line.get("formattedMessage").asText()).isEqualTo("hello world");
        assertThat(line.get("level").asText()).isEqualTo("INFO");
        assertThat(line.get("timestamp").asLong()).isPositive();
    }

    @Test
    void theLevelDecidesWhatIsShownAndLibrariesStayQuiet() {
        assertThat(logged(LogSetup.Format.TEXT, "debug")).contains("hello", "details").doesNotContain("chatter");
        assertThat(logged(LogSetup.Format.TEXT, "warn")).isEmpty();
    }
}

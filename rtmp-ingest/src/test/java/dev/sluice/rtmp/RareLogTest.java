package dev.sluice.rtmp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.testkit.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class RareLogTest {
    @Test
    void oneLineInTenSecondsThatCountsTheOthers() {
        var logger = (Logger) LoggerFactory.getLogger("rare");
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
        var clock = new FakeClock();
        var log = new RareLog(logger, clock);
        for (int i = 0; i < 5; i++) {
            log.info("dropped", "10.0.0.1:1", "why");
        }
        clock.advance(Duration.ofSeconds(10));
        log.info("dropped", "10.0.0.1:1", "why");
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly(
                "dropped peer=10.0.0.1:1 reason=\"why\" alsoLeftOut=0",
                "dropped peer=10.0.0.1:1 reason=\"why\" alsoLeftOut=4");
    }
}

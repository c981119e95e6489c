package dev.sluice.health;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.runtime.StableCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class WarningsTest {
    private final HealthModel source = new HealthModel();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Alarm.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    WarningsTest() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void detach() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private List<StableCode> codes() {
        return source.health.latest().warnings().stream().map(Warning::code).toList();
    }

    private Warning only() {
        assertThat(source.health.latest().warnings()).hasSize(1);
        return source.health.latest().warnings().getFirst();
    }

    private List<String> logged() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Pictures for so long, a key frame first; the cache keeps four seconds of them. */
    private void group(int seconds) {
        for (int i = 0; i < seconds; i++) {
            source.gop.picture(i == 0, source.nowNanos() / 1_000_000, source.nowNanos());
            if (i == 4) {
                source.gop.outgrew();
            }
            source.after(1);
        }
    }

    @Test
    void keyFramesTenSecondsApartAreWarnedOfUntilAGroupFits() {
        group(4);
        assertThat(codes()).isEmpty();
        group(10);
        assertThat(only().text()).startsWith("key frames are more than 4 s apart").contains("OBS");
        for (int i = 0; i < 3; i++) {
            group(10);
            assertThat(only().text()).startsWith("key frames are 10 s apart");
            assertThat(only().count()).isEqualTo(i + 2);
        }
        long since = only().since();
        group(2);
        assertThat(only().since()).isEqualTo(since);
        group(2);
        assertThat(codes()).isEmpty();
        assertThat(source.health.warnings()).extracting(Warning::count).containsExactly(4L);
        assertThat(source.gop.frames()).isEqualTo(2);
        assertThat(source.gop.millis()).isEqualTo(2_000);
        assertThat(source.gop.intervalMillis()).isEqualTo(2_000);
        assertThat(logged()).hasSize(2);
        assertThat(logged().getFirst())
                .startsWith("publish warned room=r user=u session=s code=GOP_TOO_LONG text=\"key");
        assertThat(logged().getLast())
                .isEqualTo("publish warning over room=r user=u session=s code=GOP_TOO_LONG count=4");
    }

    @Test
    void aGroupOfManyBytesIsNoMatterOfTheInterval() {
        source.gop.picture(true, 0, 0);
        source.gop.picture(false, 1_950, 0);
        source.gop.outgrew();
        source.after(1);
        assertThat(only().text()).contains("more than 2 s apart", "lower the bitrate");
    }

    @Test
    void aJumpStandsForAMinuteAfterTheLast() {
        source.health.jumped(source.nowNanos());
        source.after(59);
        assertThat(only().code()).isEqualTo(StableCode.TIMESTAMP_JUMP);
        source.health.jumped(source.nowNanos());
        source.after(59);
        assertThat(only().count()).isEqualTo(2);
        assertThat(source.standing("TIMESTAMP_JUMP")).isEqualTo(1);
        source.after(1);
        assertThat(codes()).isEmpty();
        assertThat(source.standing("TIMESTAMP_JUMP")).isZero();
        assertThat(source.raised("TIMESTAMP_JUMP")).isEqualTo(1);
    }

    @Test
    void aWarningThatFlapsIsLoggedOnceAMinute() {
        for (int i = 0; i < 30; i++) {
            source.gop.outgrew();
            source.after(1);
            source.gop.picture(true, 0, 0);
            source.gop.picture(true, 0, 0);
            source.after(1);
        }
        assertThat(source.raised("GOP_TOO_LONG")).isEqualTo(30);
        assertThat(logged()).hasSize(2);
        source.after(1);
        source.gop.outgrew();
        source.after(1);
        assertThat(logged()).hasSize(3);
    }

    @Test
    void picturesWithoutAKeyFrameAreWarnedOfAfterFiveSeconds() {
        source.after(3);
        source.gop.picture(false, 3_000, source.nowNanos());
        source.after(4);
        assertThat(codes()).isEmpty();
        source.after(1);
        assertThat(only().code()).isEqualTo(StableCode.NO_KEYFRAME);
        source.gop.picture(true, 8_000, source.nowNanos());
        source.after(60);
        assertThat(codes()).isEmpty();
    }

    @Test
    void viewersThatWereRefusedAreCounted() {
        source.health.viewerRefused("H265, AAC", false, source.nowNanos());
        source.health.viewerRefused("H265, AAC", false, source.nowNanos());
        source.after(1);
        assertThat(only().count()).isEqualTo(2);
        assertThat(only().text()).contains("H265, AAC", "choose H.264");
        source.health.viewerRefused("H264", true, source.nowNanos());
        source.after(1);
        assertThat(only().text()).doesNotContain("choose H.264");
        source.after(59);
        assertThat(codes()).isEmpty();
    }

    @Test
    void nothingStandsAtTheEndAndWhatItHadIsKept() {
        source.health.jumped(0);
        source.health.viewerRefused("H265", false, 0);
        source.after(1);
        assertThat(codes()).hasSize(2);
        source.health.close();
        source.health.close();
        assertThat(codes()).isEmpty();
        assertThat(source.standing("TIMESTAMP_JUMP")).isZero();
        assertThat(Warning.brief(source.health.warnings())).isEqualTo("CODEC_UNSUPPORTED:1,TIMESTAMP_JUMP:1");
        source.after(1);
        assertThat(codes()).isEmpty();
    }
}

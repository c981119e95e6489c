package dev.sluice.task;

import dev.sluice.task.TaskStep.Action;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TaskRulesTest {
    private static final long HOUR = 3_600;
    private static final Settings SETTINGS = new Settings();

    /** Variations of one. */
    private static final class Settings {
        TaskSettings idle(long seconds) {
            return new TaskSettings("https://a.b/c", 0, 1, 0, 100, 1, seconds, false, List.of());
        }

        TaskSettings lasting(int repeats, long minutes) {
            return new TaskSettings("https://a.b/c", 0, repeats, minutes, 100, 1, 0, false, List.of());
        }
    }

    /** What each of the sources does that are opened, and what is told of it until the hundredth second. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "M    | 0:0",
            ".    | ''",
            "F.   | 0:1 0:2",
            "FM   | 0:1 0:2 0:0",
            "FFM  | 0:1 0:2 0:1 1:2 1:0",
            "FFFM | 0:1 0:2 0:1 1:2 1:1 4:2 4:0",
            "FFFF | 0:1 0:2 0:1 1:2 1:1 4:2 4:1 4:RETRIES_USED_UP",
    })
    void retriesComeAtOnceAfterOneAndAfterThreeSeconds(String sources, String told) {
        assertThat(new TaskLife(sources).until(100).told()).isEqualTo(told);
    }

    @Test
    void aBreakBeforeAMinuteOfMediaGoesOnCounting() {
        var life = new TaskLife("FFMFF").until(31).fail();
        assertThat(life.until(100).told())
                .isEqualTo("0:1 0:2 0:1 1:2 1:0 31:1 34:2 34:1 34:RETRIES_USED_UP");
    }

    @Test
    void aMinuteOfMediaSetsTheCountersBackAndMakesThePatienceLonger() {
        var life = new TaskLife("FFMFFFFFFFFFFFFFFF").until(100).fail().until(300);
        assertThat(life.told()).isEqualTo("0:1 0:2 0:1 1:2 1:0 "
                + "100:1 100:2 100:1 101:2 101:1 104:2 104:1 109:2 109:1 114:2 114:1 119:2 119:1 124:2 124:1 129:2 129:1 "
                + "134:2 134:1 139:2 139:1 144:2 144:1 149:2 149:1 154:2 154:1 159:2 159:1 164:2 164:1 "
                + "164:RETRIES_USED_UP");
    }

    @Test
    void mediaWithinThatMinuteAreToldAndBeginAnother() {
        var life = new TaskLife("MFFFM").until(100).fail().until(110).fail().until(112);
        assertThat(life.told()).isEqualTo(
                "0:0 100:1 100:2 100:1 101:2 101:1 104:2 104:1 109:2 109:0 110:1");
        assertThat(TaskRules.due(life.task())).isEqualTo(TaskLife.BIRTH + 115_000);
    }

    @Test
    void exactlyOneEnd() {
        var life = new TaskLife("M").until(5).on(new Happening.SourceOver("unpublished"));
        var ended = life.task();
        life.on(new Happening.Ended("STOPPED", "again")).fail().on(new Happening.MediaCame()).pause(true).until(HOUR);
        assertThat(life.told()).isEqualTo("0:0 5:SOURCE_ENDED");
        assertThat(life.task()).isEqualTo(ended);
        assertThat(life.actions()).containsExactly(Action.CLOSE, Action.LEAVE);
        assertThat(ended.endedMillis()).isEqualTo(TaskLife.BIRTH + 5_000);
        assertThat(ended.endReason()).isEqualTo("unpublished");
        assertThat(TaskRules.due(ended)).isEqualTo(TaskRules.NEVER);
    }

    @Test
    void pauseAndResumeTellNothingUnlessTheSourceFails() {
        var life = new TaskLife("MMFM").until(10).pause(true).until(20).fail().on(new Happening.MediaCame())
                .pause(false);
        assertThat(life.told()).isEqualTo("0:0");
        assertThat(life.task().state()).isEqualTo(TaskState.RUNNING);
        life.pause(true).pause(true).pause(false);
        assertThat(life.told()).isEqualTo("0:0 20:1 20:2 20:0");
        assertThat(life.actions()).containsExactly(Action.CLOSE, Action.OPEN, Action.CLOSE, Action.OPEN, Action.OPEN);
    }

    @Test
    void twelveHoursOfPauseEndIt() {
        var life = new TaskLife("M").until(10).pause(true).until(10 + 12 * HOUR);
        assertThat(life.told()).isEqualTo("0:0 43210:PAUSED_TOO_LONG");
    }

    @Test
    void aPauseForgetsTheRetryThatWasDue() {
        var life = new TaskLife("FF").until(0).pause(true).until(100);
        assertThat(life.told()).isEqualTo("0:1 0:2 0:1");
        assertThat(life.task().state()).isEqualTo(TaskState.PAUSED);
        assertThat(life.pause(false).told()).isEqualTo("0:1 0:2 0:1 100:2");
    }

    @Test
    void aTaskThatARestartFoundPausedIsAnnouncedWhenItGoesOn() {
        var life = new TaskLife("MM").pause(true).deadUntil(50).on(new Happening.Resumed()).until(60).pause(false);
        assertThat(life.told()).isEqualTo("0:0 60:2 60:0");
    }

    @Test
    void anotherUrlIsOpenedWithItsOwnRetries() {
        var life = new TaskLife("FFF.").until(2).move("https://a.b/other");
        assertThat(life.told()).isEqualTo("0:1 0:2 0:1 1:2 1:1");
        assertThat(life.actions()).endsWith(Action.OPEN);
        assertThat(life.task().failures()).isZero();
        life.until(3).on(new Happening.MediaCame());
        assertThat(life.told()).endsWith(" 3:0");
    }

    @Test
    void aLiveUrlChangeTellsNothingUnlessTheNewOneFails() {
        var life = new TaskLife("MMFM").until(10).move("https://a.b/other");
        assertThat(life.told()).isEqualTo("0:0");
        life.move("https://a.b/third");
        assertThat(life.told()).isEqualTo("0:0 10:1 10:2 10:0");
        life.move("https://a.b/third");
        assertThat(life.actions()).hasSize(3);
    }

    @Test
    void whatALiveSourceCannotApplyIsListed() {
        var wanted = new TaskSettings("https://a.b/c", 5, 3, 10, 90, 1.5, 0, false, List.of("AutoPush"));
        var life = new TaskLife(wanted, "M");
        assertThat(life.task().settings().notApplied()).containsExactly("AutoPush", "SeekSecond", "RepeatNum",
                "MaxDuration", "Volume", "Tempo");
        life.update(new TaskUpdate(Optional.empty(), Optional.of(100), Optional.empty(), Optional.of(1.0)));
        assertThat(life.task().settings().notApplied()).containsExactly("AutoPush", "SeekSecond", "RepeatNum",
                "MaxDuration");
        assertThat(life.task().settings().volume()).isEqualTo(100);
        assertThat(life.told()).isEqualTo("0:0");
    }

    @ParameterizedTest
    @CsvSource({"-1, 2, 0:1 0:2 0:0 120:MAX_DURATION", "1, 2, 0:1 0:2 0:0", "-1, 0, 0:1 0:2 0:0"})
    void maxDurationEndsAnEndlessOneOnly(int repeats, long minutes, String told) {
        assertThat(new TaskLife(SETTINGS.lasting(repeats, minutes), "FM").until(HOUR).told()).isEqualTo(told);
    }

    @Test
    void maxDurationCountsThroughAPause() {
        var life = new TaskLife(SETTINGS.lasting(-1, 1), "M").until(10).pause(true).until(HOUR);
        assertThat(life.told()).isEqualTo("0:0 60:MAX_DURATION");
    }

    @Test
    void idleIsCountedFromTheFirstMediaAndFromTheLastViewer() {
        var unseen = new TaskLife(SETTINGS.idle(30), ".").on(new Happening.Watched(false)).until(10)
                .on(new Happening.MediaCame());
        assertThat(unseen.until(HOUR).told()).isEqualTo("10:0 40:IDLE_TIMEOUT");
        var seen = new TaskLife(SETTINGS.idle(30), "M").until(29).on(new Happening.Watched(true)).until(100)
                .on(new Happening.Watched(false)).until(110).on(new Happening.Watched(false));
        assertThat(seen.until(HOUR).told()).isEqualTo("0:0 130:IDLE_TIMEOUT");
    }

    @Test
    void noIdleTimeoutIsNever() {
        assertThat(new TaskLife(SETTINGS.idle(0), "M").until(100 * HOUR).told()).isEqualTo("0:0");
    }

    /** Restart at second 50 in every state. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            ".M    |    | RUNNING | 50:2 50:0",
            "MM    |    | RUNNING | 0:0 50:2 50:0",
            "MFM   | 45 | RUNNING | 0:0 45:1 45:2 45:1 50:2 50:0",
            "FFFM  | -1 | PAUSED  | 0:1 0:2 0:1",
    })
    void aRestartedTaskIsTriedAtOnceAndAnnounced(String sources, Integer event, TaskState after, String told) {
        var life = new TaskLife(sources);
        if (event != null && event > 0) {
            life.until(event).fail();
        } else if (event != null) {
            life.pause(true);
        }
        life.deadUntil(50).on(new Happening.Resumed());
        assertThat(life.told()).isEqualTo(told);
        assertThat(life.task().state()).isEqualTo(after);
    }

    @Test
    void deadlinesGoOnWhileTheProcessIsDown() {
        var paused = new TaskLife("M").pause(true).deadUntil(12 * HOUR).on(new Happening.Resumed());
        assertThat(paused.told()).isEqualTo("0:0 43200:PAUSED_TOO_LONG");
        var lasting = new TaskLife(SETTINGS.lasting(-1, 1), "M").deadUntil(59).on(new Happening.Resumed());
        assertThat(lasting.until(HOUR).told()).isEqualTo("0:0 59:2 60:MAX_DURATION");
        var idle = new TaskLife(SETTINGS.idle(600), "MM").until(5).on(new Happening.Watched(true)).deadUntil(100)
                .on(new Happening.Resumed());
        assertThat(idle.until(HOUR).told()).isEqualTo("0:0 100:2 100:0 700:IDLE_TIMEOUT");
    }

    @Test
    void aSteadyTaskStaysSteadyOverARestart() {
        var life = new TaskLife("MFFFF").until(60).deadUntil(100).on(new Happening.Resumed()).until(110);
        assertThat(life.task().state()).isEqualTo(TaskState.RETRYING);
        assertThat(life.told()).endsWith("104:1 109:2");
    }

    @Test
    void onlyATaskWithoutMediaSinceItsThirdFailureIsHopeless() {
        assertThat(TaskRules.hopeless(new TaskLife("FF").task())).isFalse();
        var failed = new TaskLife("FFF").until(3);
        assertThat(TaskRules.hopeless(failed.task())).isTrue();
        failed.on(new Happening.MediaCame());
        assertThat(TaskRules.hopeless(failed.task())).isFalse();
    }

    @Test
    void noSecretOfTheUrlIsShown() {
        assertThat(TaskLife.SETTINGS.shownUrl()).isEqualTo("https://a.b/live.flv");
        assertThat(new TaskLife("M").task().toString()).doesNotContain("secret").doesNotContain("key=1");
    }
}

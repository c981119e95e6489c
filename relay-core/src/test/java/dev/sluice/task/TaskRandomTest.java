package dev.sluice.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever happens in whatever order, what is told makes sense. */
class TaskRandomTest {
    private static final int STEPS = 60;
    private static final int LIVES = 3_000;
    private static final TaskSettings BOUNDED = new TaskSettings("https://a.b/c", 0, -1, 60, 100, 1, 600, false,
            List.of());

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyLifeIsTold(long seed) {
        var random = new Random(seed);
        for (int life = 0; life < LIVES; life++) {
            live(random);
        }
    }

    private static void live(Random random) {
        long now = TaskLife.BIRTH;
        var task = TaskRules.begin("id", new NewTask(TaskLife.ROOM, "alice", BOUNDED), now);
        var told = new ArrayList<TaskFact>();
        for (int i = 0; i < STEPS; i++) {
            now += random.nextInt(4) * (long) random.nextInt(20_000);
            var step = TaskRules.on(task, happening(random), now);
            task = step.task();
            told.addAll(step.facts());
            assertThat(step.actions().contains(TaskStep.Action.LEAVE)).isEqualTo(ends(step));
        }
        var later = TaskRules.on(task, new Happening.TimePassed(), now).task();
        assertThat(TaskRules.due(later)).as("a timer that would run for ever").isGreaterThan(now);
        judge(task, told);
    }

    private static boolean ends(TaskStep step) {
        return step.facts().stream().anyMatch(fact -> fact.type() == 702);
    }

    private static void judge(IngestTask task, List<TaskFact> told) {
        assertThat(told.stream().filter(fact -> fact.type() == 702).count()).isEqualTo(task.ended() ? 1 : 0);
        assertThat(task.endCode().isEmpty()).isEqualTo(!task.ended());
        int before = 1;
        for (var fact : told) {
            if (fact.type() == 701 && fact.status() == 0) {
                assertThat(before).as("a start that was told already").isNotZero();
            }
            before = fact.status();
        }
        if (task.ended()) {
            assertThat(told.getLast().type()).isEqualTo(702);
        }
    }

    private static Happening happening(Random random) {
        return switch (random.nextInt(24)) {
            case 0 -> new Happening.Resumed();
            case 1, 2, 3, 4, 5, 6, 7 -> new Happening.MediaCame();
            case 8, 9, 10, 11 -> new Happening.Broke("SOURCE_STALLED", "no media");
            case 12 -> random.nextInt(10) == 0 ? new Happening.SourceOver("over") : new Happening.Watched(true);
            case 13 -> random.nextInt(10) == 0 ? new Happening.Ended("STOPPED", "") : new Happening.Watched(false);
            case 14, 15 -> new Happening.Updated(new TaskUpdate(Optional.of("https://a.b/" + random.nextInt(3)),
                    Optional.empty(), Optional.of(random.nextBoolean()), Optional.empty()));
            default -> new Happening.TimePassed();
        };
    }
}

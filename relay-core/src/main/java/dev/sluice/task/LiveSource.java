package dev.sluice.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which settings change nothing where the source is live and passed through as it is. */
public final class LiveSource {
    private LiveSource() {}

    /** The settings, with what is not applied listed behind what was. */
    public static TaskSettings settle(TaskSettings wanted) {
        var idle = Map.of("SeekSecond", wanted.seekSeconds() != 0, "RepeatNum", wanted.repeats() != 1, "MaxDuration",
                wanted.maxDurationMinutes() != 0 && wanted.repeats() != -1, "Volume", wanted.volume() != 100, "Tempo",
                wanted.tempo() != 1);
        var names = new ArrayList<>(wanted.notApplied());
        names.removeAll(idle.keySet());
        List.of("SeekSecond", "RepeatNum", "MaxDuration", "Volume", "Tempo").stream().filter(idle::get)
                .forEach(names::add);
        return wanted.withNotApplied(names);
    }
}

package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.request.Field;
import dev.sluice.api.cloud.request.Values;
import dev.sluice.task.TaskSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static dev.sluice.api.cloud.action.TaskFields.STREAM_URL;
import static dev.sluice.api.cloud.action.TaskFields.TEMPO;
import static dev.sluice.api.cloud.action.TaskFields.VOLUME;

/** What a Start asks of its task: defaults where it says nothing, and a note of all that cannot be done. */
final class StartSettings {
    private static final long WITHOUT_END = -1;
    private static final long FULL_VOLUME = 100;

    private StartSettings() {}

    /** @param ignored names of parameters that cannot be obeyed */
    static TaskSettings of(Values start, String url, List<String> ignored) {
        long repeats = start.find(StartFields.REPEAT_NUM).orElse(1L);
        var maxDuration = start.find(StartFields.MAX_DURATION).filter(_ -> repeats == WITHOUT_END);
        return new TaskSettings(url, start.find(StartFields.SEEK_SECOND).orElse(0L), (int) repeats,
                maxDuration.orElse(0L), (int) volume(start), start.find(TEMPO).orElse(1.0),
                start.find(StartFields.IDLE_TIMEOUT).orElse(0L), false, notApplied(start, ignored, repeats));
    }

    /** The URL; of the old list of them the only one. */
    static String url(Values start) {
        var url = start.find(STREAM_URL).filter(text -> !text.isEmpty());
        if (url.isPresent()) {
            return StreamUrl.check(url.get());
        }
        var sources = start.find(StartFields.SOURCE_URL).orElse(List.of());
        if (sources.size() != 1) {
            throw StreamUrl.refused(sources.isEmpty() ? "nothing" : sources.size() + " of SourceUrl", "one URL");
        }
        return StreamUrl.check(sources.getFirst());
    }

    private static long volume(Values start) {
        return start.find(VOLUME).or(() -> oldVolume(start)).orElse(FULL_VOLUME);
    }

    private static Optional<Long> oldVolume(Values start) {
        return start.find(StartFields.AUDIO_ENCODE_PARAMS).flatMap(audio -> audio.find(StartFields.OLD_VOLUME));
    }

    private static List<String> notApplied(Values start, List<String> ignored, long repeats) {
        var names = new ArrayList<>(ignored);
        names.addAll(members(start, StartFields.VIDEO_ENCODE_PARAMS, StartFields.VIDEO_PARAMS));
        names.addAll(members(start, StartFields.AUDIO_ENCODE_PARAMS, StartFields.AUDIO_PARAMS));
        if (start.find(VOLUME).isEmpty()) {
            names.remove(StartFields.AUDIO_ENCODE_PARAMS.name() + "." + StartFields.OLD_VOLUME.name());
        }
        if (start.find(StartFields.MAX_DURATION).isPresent() && repeats != WITHOUT_END) {
            names.add(StartFields.MAX_DURATION.name());
        }
        return names;
    }

    private static List<String> members(Values start, Field<Values> field, List<Field<?>> members) {
        return start.find(field).map(values -> values.present(members)).orElse(List.of()).stream()
                .map(name -> field.name() + "." + name).toList();
    }
}

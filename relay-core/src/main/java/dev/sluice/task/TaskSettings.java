package dev.sluice.task;

import java.util.List;

/**
 * How a source is played, as Start and Update have it.
 *
 * @param streamUrl with its userinfo and query; never shown, see {@link #shownUrl}
 * @param seekSeconds where a file begins
 * @param repeats plays of a file; -1 without end
 * @param maxDurationMinutes 0 is none
 * @param volume 0..300, 100 as it is; more than 200 only by the deprecated AudioEncodeParams
 * @param tempo 1 as it is
 * @param idleTimeoutSeconds 0 is none
 * @param paused whether it stands still
 * @param notApplied names of parameters that were accepted and change nothing
 */
public record TaskSettings(String streamUrl, long seekSeconds, int repeats, long maxDurationMinutes, int volume,
        double tempo, long idleTimeoutSeconds, boolean paused, List<String> notApplied) {
    public TaskSettings {
        notApplied = List.copyOf(notApplied);
    }

    TaskSettings withNotApplied(List<String> names) {
        return new TaskSettings(streamUrl, seekSeconds, repeats, maxDurationMinutes, volume, tempo, idleTimeoutSeconds,
                paused, names);
    }

    /** With what the update names changed. */
    TaskSettings with(TaskUpdate update) {
        return new TaskSettings(update.streamUrl().orElse(streamUrl), seekSeconds, repeats, maxDurationMinutes,
                update.volume().orElse(volume), update.tempo().orElse(tempo), idleTimeoutSeconds,
                update.paused().orElse(paused), notApplied);
    }

    /** The URL as logs, metrics and webhooks show it: without userinfo, query and fragment. */
    public String shownUrl() {
        return streamUrl.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@", "$1").replaceFirst("[?#].*$", "");
    }

    @Override
    public String toString() {
        return "TaskSettings[" + shownUrl() + "]";
    }
}

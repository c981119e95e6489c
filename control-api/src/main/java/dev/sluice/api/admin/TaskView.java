package dev.sluice.api.admin;

import dev.sluice.room.Protocol;
import dev.sluice.room.RoomRegistry;
import dev.sluice.task.IngestTask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ingest task. Times in milliseconds since 1970, absent where it has not happened.
 *
 * @param state a {@link dev.sluice.task.TaskState}
 * @param shownUrl its source, without userinfo and query
 * @param notApplied parameters that were accepted and change nothing
 * @param failures in a row
 * @param positionMillis how far a file has been played, in this play of it
 * @param playsLeft of a file, this one included; -1 without end
 * @param sessionId of its connection, while media comes
 * @param endCode why it ended, like {@code endReason}; absent while it lives
 */
record TaskView(String id, long sdkAppId, Object roomId, String userId, String state, String shownUrl,
        long seekSeconds, int repeats, long maxDurationMinutes, int volume, double tempo, long idleTimeoutSeconds,
        List<String> notApplied, int failures, long positionMillis, int playsLeft, long createdAt,
        @Nullable Long firstMediaAt, @Nullable Long pausedAt, @Nullable Long endedAt, @Nullable String endCode,
        @Nullable String endReason, @Nullable String sessionId) {

    static TaskView of(IngestTask task, RoomRegistry rooms) {
        var settings = task.settings();
        return new TaskView(task.id(), task.room().sdkAppId(), RoomView.id(task.room().id()), task.userId(),
                task.state().name(), settings.shownUrl(), settings.seekSeconds(), settings.repeats(),
                settings.maxDurationMinutes(), settings.volume(), settings.tempo(), settings.idleTimeoutSeconds(),
                settings.notApplied(), task.failures(), task.positionMillis(), task.playsLeft(), task.createdMillis(),
                time(task.firstMediaMillis()), time(task.pausedMillis()), time(task.endedMillis()),
                word(task.endCode()), word(task.endReason()), task.ended() ? null : session(task, rooms));
    }

    static @Nullable Long time(long millis) {
        return millis == 0 ? null : millis;
    }

    static @Nullable String word(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable String session(IngestTask task, RoomRegistry rooms) {
        return rooms.find(task.room()).stream().flatMap(room -> room.anchors().stream())
                .filter(anchor -> anchor.userId().equals(task.userId()))
                .filter(anchor -> anchor.source().protocol() == Protocol.PULL)
                .map(anchor -> anchor.source().id()).findFirst().orElse(null);
    }
}

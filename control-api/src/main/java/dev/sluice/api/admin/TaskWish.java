package dev.sluice.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.ingest.Identity;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.NewTask;
import dev.sluice.task.TaskSettings;
import dev.sluice.task.TaskUpdate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task to start; settings that are absent are as the cloud's Start has them.
 *
 * @param roomId a number for an integer room, else a string
 */
record TaskWish(@JsonProperty(required = true) long sdkAppId, @JsonProperty(required = true) Object roomId,
        @JsonProperty(required = true) String userId, @JsonProperty(required = true) String streamUrl,
        @Nullable Long seekSeconds, @Nullable Integer repeats, @Nullable Long maxDurationMinutes,
        @Nullable Integer volume, @Nullable Double tempo, @Nullable Long idleTimeoutSeconds,
        @Nullable Boolean paused) {
    static final String FORM = "{\"sdkAppId\": N, \"roomId\": N or \"R\", \"userId\": \"U\", \"streamUrl\": \"U\"}"
            + " and settings of the OpenAPI document";
    private static final int MAX_REPEATS = 1_000;
    private static final long MAX_DURATION_MINUTES = 10_080;
    private static final long MAX_IDLE_SECONDS = 600;
    private static final int MAX_VOLUME = 200;
    private static final int FULL_VOLUME = 100;
    private static final Set<Double> TEMPOS = Set.of(0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0);

    /**
     * What is to change of a task; absent is unchanged.
     *
     * @param paused true pauses it, false resumes it
     */
    record Change(@Nullable String streamUrl, @Nullable Integer volume, @Nullable Boolean paused,
            @Nullable Double tempo) {
        static final String FORM = "an object with some of \"paused\", \"volume\", \"tempo\", \"streamUrl\"";

        /** @throws ProtocolException PROTOCOL_ERROR, naming what is out of its range */
        TaskUpdate update() {
            return new TaskUpdate(Optional.ofNullable(streamUrl), Optional.ofNullable(volume).map(TaskWish::volume),
                    Optional.ofNullable(paused), Optional.ofNullable(tempo).map(TaskWish::tempo));
        }

        /** The URL may hold a password. */
        @Override
        public String toString() {
            return "Change";
        }
    }

    /** @throws ProtocolException ROOM_INVALID, USER_INVALID, or PROTOCOL_ERROR naming what is out of its range */
    NewTask task() {
        if (userId == null) {
            throw ProtocolException.found(StableCode.USER_INVALID, "userId", "null", "a string");
        }
        var identity = new Identity(new RoomKey(sdkAppId, room()), userId);
        return new NewTask(identity.room(), identity.userId(), settings());
    }

    private RoomId room() {
        return switch (roomId) {
            case String text -> RoomId.named(text);
            case Integer number -> new RoomId.Numeric(number);
            case Long number -> new RoomId.Numeric(number);
            case null, default -> throw ProtocolException.found(StableCode.ROOM_INVALID, "roomId", "another JSON type",
                    "a number or a string");
        };
    }

    private TaskSettings settings() {
        if (streamUrl == null) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "streamUrl", "null", "a URL");
        }
        return new TaskSettings(streamUrl, within("seekSeconds", or(seekSeconds, 0), 0, Long.MAX_VALUE / 1_000),
                repeats(repeats == null ? 1 : repeats),
                within("maxDurationMinutes", or(maxDurationMinutes, 0), 0, MAX_DURATION_MINUTES),
                volume(volume == null ? FULL_VOLUME : volume), tempo(tempo == null ? 1.0 : tempo),
                within("idleTimeoutSeconds", or(idleTimeoutSeconds, 0), 0, MAX_IDLE_SECONDS),
                paused != null && paused, List.of());
    }

    private static long or(@Nullable Long value, long otherwise) {
        return value == null ? otherwise : value;
    }

    private static long within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, name, value, least + ".." + most);
        }
        return value;
    }

    private static int repeats(int plays) {
        if (plays == 0) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "repeats", 0, "-1 or 1.." + MAX_REPEATS);
        }
        return (int) within("repeats", plays, -1, MAX_REPEATS);
    }

    private static int volume(int percent) {
        return (int) within("volume", percent, 0, MAX_VOLUME);
    }

    private static double tempo(double factor) {
        if (!TEMPOS.contains(factor)) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "tempo", factor,
                    "0.5, 0.75, 1, 1.25, 1.5, 1.75 or 2");
        }
        return factor;
    }

    /** The URL may hold a password. */
    @Override
    public String toString() {
        return "TaskWish of " + userId;
    }
}
